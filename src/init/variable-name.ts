/** Names for variables that stand in for a value; each is given once. */
export class VariableNames {
  readonly #taken = new Set<string>();

  /** The first of the wished names that is free, the last with a number where none is. */
  take(...wished: readonly [string, ...string[]]): string {
    const names = wished.map(asVariable);
    const free = names.find((name) => !this.#taken.has(name)) ?? this.#numbered(names.at(-1) ?? 'VALUE');
    this.#taken.add(free);
    return free;
  }

  #numbered(name: string): string {
    for (let number = 2; ; number++) {
      const numbered = `${name}_${number}`;
      if (!this.#taken.has(numbered)) return numbered;
    }
  }
}

/** A text as the name of an environment variable: `aws_iam_role.task.arn` → `AWS_IAM_ROLE_TASK_ARN`. */
export function asVariable(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  const name = text
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toUpperCase();
  if (name === '') return 'VALUE';
  return /^\d/.test(name) ? `_${name}` : name;
}
