/** What `${env:NAME}` reads from; `process.env` fits. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What `${git:sha}` and `${git:branch}` read from; absent what git does not know. */
export interface GitValues {
  readonly sha?: string | undefined;
  readonly branch?: string | undefined;
}

export interface ReferenceValues {
  readonly variables: Variables;
  readonly git?: GitValues | undefined;
}

export type InterpolationProblem =
  | { readonly kind: 'unset'; readonly name: string }
  /** Git knows no commit, or no branch. */
  | { readonly kind: 'git-unknown'; readonly name: keyof GitValues }
  /** `${git:…}` with another name than the two there are. */
  | { readonly kind: 'git-name'; readonly text: string }
  /** Looks like a reference of ours and is none: `${env:1}`, `${env:NAME`. */
  | { readonly kind: 'malformed'; readonly text: string }
  /** `${NAME}` where only our own references are allowed. */
  | { readonly kind: 'foreign'; readonly text: string };

export interface Interpolation {
  readonly text: string;
  /** What was asked for, known or not, in the order of the text: `env:NAME`, `git:sha`. */
  readonly references: readonly string[];
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
  keep: /\$\$\{(?=(?:env|git):)|\$\{(?:env|git):[^}]*\}?/g,
};
const reference = /^\$\{(?:env:([A-Za-z_][A-Za-z0-9_]*)|git:([^:{}$]*))(?::-((?:(?!\$\{)[^])*))?\}$/;
const ours = /^\$\{(?:env|git):/;

/**
 * Puts values in the place of `${env:NAME}`, `${git:sha}` and `${git:branch}`, each with or without a default:
 * `${env:NAME:-default}`. The default also stands in for an empty value, as in a shell. `$${` gives `${`. What a variable
 * holds is not looked at again.
 */
export function interpolate(
  text: string,
  values: ReferenceValues,
  foreign: ForeignReferences,
): Interpolation {
  const references: string[] = [];
  const problems: InterpolationProblem[] = [];
  const result = text.replace(patterns[foreign], (found) => {
    if (found === '$${') return '${';
    const match = reference.exec(found);
    if (match === null) {
      problems.push({ kind: ours.test(found) ? 'malformed' : 'foreign', text: found });
      return found;
    }
    const [, variable, gitName = '', fallback] = match;
    const known = variable === undefined ? fromGit(values, gitName, found) : fromVariables(values, variable);
    if (known.kind === 'git-name') {
      problems.push(known);
      return found;
    }
    references.push(variable === undefined ? `git:${gitName}` : `env:${variable}`);
    if (fallback !== undefined) return known.kind === 'value' && known.value !== '' ? known.value : fallback;
    if (known.kind === 'value') return known.value;
    problems.push(known);
    return found;
  });
  return { text: result, references, problems };
}

/** Whether any text in the data holds a reference to git, so that git must be asked before values are put in. */
export function asksGit(value: unknown, foreign: ForeignReferences): boolean {
  if (typeof value === 'string') {
    return interpolate(value, { variables: {} }, foreign).references.some((one) => one.startsWith('git:'));
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((inner) => asksGit(inner, foreign));
}

type Found = { readonly kind: 'value'; readonly value: string } | InterpolationProblem;

function fromVariables({ variables }: ReferenceValues, name: string): Found {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return value === undefined ? { kind: 'unset', name } : { kind: 'value', value };
}

function fromGit({ git }: ReferenceValues, name: string, text: string): Found {
  if (name !== 'sha' && name !== 'branch') return { kind: 'git-name', text };
  const value = git?.[name];
  return value === undefined ? { kind: 'git-unknown', name } : { kind: 'value', value };
}
