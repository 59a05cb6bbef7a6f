/** What `${env:NAME}` reads from; `process.env` fits. */
export type Variables = Readonly<Record<string, string | undefined>>;

export type InterpolationProblem =
  | { readonly kind: 'unset'; readonly name: string }
  /** Looks like a reference of ours and is none: `${env:1}`, `${env:NAME`. */
  | { readonly kind: 'malformed'; readonly text: string }
  /** `${NAME}` where only our own references are allowed. */
  | { readonly kind: 'foreign'; readonly text: string };

export interface Interpolation {
  readonly text: string;
  /** Variables that were asked for, set or not, in the order of the text. */
  readonly variables: readonly string[];
  readonly problems: readonly InterpolationProblem[];
}

/**
 * What happens to `${…}` that is not ours: a configuration file refuses it, a task definition keeps it, because there it
 * may belong to a shell in the container.
 */
export type ForeignReferences = 'refuse' | 'keep';

// Where foreign references are kept, `$${` alone must stay as it is: in a shell it is the process id before a brace.
const patterns: Record<ForeignReferences, RegExp> = {
  refuse: /\$\$\{|\$\{[^}]*\}?/g,
  keep: /\$\$\{(?=env:)|\$\{env:[^}]*\}?/g,
};
const reference = /^\$\{env:([A-Za-z_][A-Za-z0-9_]*)(?::-((?:(?!\$\{)[^])*))?\}$/;

/**
 * Puts variables in the place of `${env:NAME}` and `${env:NAME:-default}`. The default also stands in for an empty
 * variable, as in a shell. `$${` gives `${`. What a variable holds is not looked at again.
 */
export function interpolate(text: string, variables: Variables, foreign: ForeignReferences): Interpolation {
  const used: string[] = [];
  const problems: InterpolationProblem[] = [];
  const result = text.replace(patterns[foreign], (found) => {
    if (found === '$${') return '${';
    const match = reference.exec(found);
    if (match === null) {
      problems.push({ kind: found.startsWith('${env:') ? 'malformed' : 'foreign', text: found });
      return found;
    }
    const [, name = '', fallback] = match;
    used.push(name);
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (fallback !== undefined) return value === undefined || value === '' ? fallback : value;
    if (value === undefined) problems.push({ kind: 'unset', name });
    return value ?? found;
  });
  return { text: result, variables: used, problems };
}
