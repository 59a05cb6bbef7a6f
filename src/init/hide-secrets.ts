import type { DataPath } from '../model/data-document.ts';
import type { HiddenSecret } from '../model/initialised.ts';
import { maskText } from '../model/mask-text.ts';
import { isSecretName } from '../model/secret-names.ts';
import { maySecret } from '../task-definitions/masking.ts';
import { VariableNames } from './variable-name.ts';

type Members = Readonly<Record<string, unknown>>;

export interface WithoutSecrets {
  readonly value: Members;
  readonly secrets: readonly HiddenSecret[];
}

/**
 * A task definition with `${env:NAME}` in the place of each value that looks like a secret: a file in a repository is read by more
 * people than a task definition at AWS. Rather once too often; references to Secrets Manager and SSM stay as they are.
 */
export function hideSecrets(definition: Members): WithoutSecrets {
  const secrets: HiddenSecret[] = [];
  const names = new VariableNames();
  const hide = (path: DataPath, wished: readonly string[]): string => {
    const container = containerOf(definition, path);
    const last = wished.at(-1) ?? 'VALUE';
    const variable = names.take(last, `${container ?? 'TASK'}_${wished.join('_')}`);
    secrets.push({ path, container, variable });
    return `\${env:${variable}}`;
  };

  const visit = (value: unknown, path: DataPath): unknown => {
    if (typeof value === 'string') return isSecretAt(value, path) ? hide(path, wordsOf(path)) : value;
    if (Array.isArray(value)) {
      const words = value as readonly unknown[];
      return words.map((item, index) =>
        isSecretBeside(words[index - 1], item)
          ? hide([...path, index], [String(words[index - 1])])
          : visit(item, [...path, index]),
      );
    }
    if (!isMap(value)) return value;
    const { name } = value;
    if (path.at(-2) === 'environment' && typeof name === 'string') {
      const isHidden = typeof value['value'] === 'string' && isSecretSetting(name, value['value']);
      return isHidden ? { ...value, value: hide([...path, 'value'], [name]) } : value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([member, item]) => [member, visit(item, [...path, member])]),
    );
  };
  return { value: visit(definition, []) as Members, secrets };
}

/** An environment variable of a container, by its name and by its value. */
function isSecretSetting(name: string, value: string): boolean {
  if (isHarmless(value)) return false;
  return (
    isSecretName(name) || maskText(value) !== value || maskText(`${name}=${value}`) !== `${name}=${value}`
  );
}

function isSecretAt(value: string, path: DataPath): boolean {
  const names = path.filter((part) => typeof part === 'string');
  return !isHarmless(value) && !names.includes('secrets') && maySecret(names, value);
}

/** `--password`, `abc`: neither looks like much alone. */
function isSecretBeside(before: unknown, value: unknown): boolean {
  if (typeof before !== 'string' || typeof value !== 'string' || isHarmless(value)) return false;
  const together = `${before} ${value}`;
  return maskText(together) !== together && maskText(before) === before && maskText(value) === value;
}

/** Nothing, a switch, a reference, or where something is kept. */
function isHarmless(value: string): boolean {
  return /^(?:|true|false|arn:aws[\w-]*:.*)$/.test(value) || /\$\{(?:env|git):/.test(value);
}

function wordsOf(path: DataPath): string[] {
  const words = path.filter((part) => typeof part === 'string' && part !== 'containerDefinitions');
  return words.slice(-1).map(String);
}

function containerOf(definition: Members, [first, index]: DataPath): string | undefined {
  const containers = definition['containerDefinitions'];
  if (first !== 'containerDefinitions' || typeof index !== 'number' || !Array.isArray(containers))
    return undefined;
  const container = containers[index] as unknown;
  return isMap(container) && typeof container['name'] === 'string' ? container['name'] : undefined;
}

function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
