import { pathKey, type DataDocument, type DataPath } from '../model/data-document.ts';
import { configJsonSchema } from './config-json-schema.ts';
import { describeIssue } from './describe-issue.ts';
import type { InterpolatedConfig } from './interpolate-config.ts';
import type { ConfigProblem } from './invalid-config.ts';
import { issuesWithin } from './issues-within.ts';
import { configSchema, type Configuration } from './schema.ts';

export type ValidatedConfig =
  | { readonly kind: 'valid'; readonly configuration: Configuration }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

/** Holds the data of a file against the schema. A value whose reference is unknown is not judged: it is not known yet. */
export function validateConfig(
  file: string,
  document: DataDocument,
  { value, references, problems }: InterpolatedConfig,
): ValidatedConfig {
  const first = configSchema.safeParse(value);
  const result = first.success
    ? first
    : configSchema.safeParse(withTypes(value, issuesWithin(first.error.issues), references));
  if (result.success) return { kind: 'valid', configuration: result.data };

  const unknown = new Set(problems.map(({ path }) => pathKey(path)));
  const issues = issuesWithin(result.error.issues).filter(
    ({ path }) => !unknown.has(pathKey(path as DataPath)),
  );
  if (issues.length === 0) return { kind: 'valid', configuration: value as Configuration };
  const described = { file, document, schema: configJsonSchema(), value };
  return { kind: 'invalid', problems: issues.flatMap((issue) => describeIssue(issue, described)) };
}

interface Mistyped {
  readonly code?: string | undefined;
  readonly path: PropertyKey[];
  readonly expected?: unknown;
}

/** A variable is always text: where the schema wants a number or a truth value, `"50"` and `"true"` become one. */
function withTypes(
  value: unknown,
  issues: readonly Mistyped[],
  references: ReadonlyMap<string, readonly string[]>,
): unknown {
  const mistyped = new Set(
    issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => pathKey(path as DataPath)),
  );
  const visit = (at: unknown, path: DataPath): unknown => {
    const key = pathKey(path);
    if (typeof at === 'string') return mistyped.has(key) && references.has(key) ? toTyped(at) : at;
    if (Array.isArray(at)) return at.map((item, index) => visit(item, [...path, index]));
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([name, item]) => [name, visit(item, [...path, name])]));
  };
  return visit(value, []);
}

function toTyped(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
