import type { z } from 'zod';
import { closestNames } from '../model/closest-name.ts';
import { formatDataPath, type DataDocument, type DataPath } from '../model/data-document.ts';
import { schemaAt, withoutNull, type JsonSchema } from './config-json-schema.ts';
import type { ConfigProblem } from './invalid-config.ts';

type Issue = z.core.$ZodIssue;

/** Everything an issue is described from. */
export interface Described {
  readonly file: string;
  readonly document: DataDocument;
  readonly schema: JsonSchema;
  /** What was validated. */
  readonly value: unknown;
}

/** Zod's issues in our words, with place, path, the wrong value and what is allowed. */
export function describeIssue(issue: Issue, { file, document, schema, value }: Described): ConfigProblem[] {
  const path = issue.path as DataPath;
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(withoutNull(schemaAt(schema, path) ?? {}).properties ?? {});
    return issue.keys.map((key) => {
      const at = document.originOf([...path, key]).nameAt;
      const where = formatDataPath([...path, key]);
      const renamed = path.at(-1) === 'deployment' ? renamedMembers[key] : undefined;
      return renamed === undefined
        ? {
            file,
            at,
            message: `${where} is no member of the configuration`,
            suggestion: suggestMember(key, known),
          }
        : { file, at, message: `${where} is now called ${renamed}` };
    });
  }
  const where = path.length === 0 ? 'the file' : formatDataPath(path);
  const found = valueAt(value, path);
  const allowed = describeAllowed(issue);
  const message =
    found === undefined ? `${where} is missing, ${allowed}` : `${where} is ${show(found)}, ${allowed}`;
  return [{ file, at: document.originOf(path).at, message }];
}

/** Members of `deployment` that had other names. */
const renamedMembers: Readonly<Record<string, string>> = {
  bakeTimeInMinutes: 'bake, and takes a duration such as 5m',
};

function suggestMember(key: string, known: readonly string[]): string {
  const close = closestNames(key, known);
  return close.length > 0
    ? `Did you mean ${close.join(' or ')} instead of ${key}?`
    : `Allowed beside or instead of ${key}: ${known.join(', ')}.`;
}

function describeAllowed(issue: Issue): string {
  if (/^(?:must|an? |names )/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}`;
    case 'too_small':
      return `must be at least ${String(issue.minimum)}`;
    case 'invalid_key':
      return describeAllowed(
        issue.issues[0] ?? { ...issue, code: 'custom', message: 'must have other names' },
      );
    default:
      return `must be something else (${issue.message})`;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
};

function show(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `a list (${shorten(JSON.stringify(value))})`;
  if (typeof value === 'object') return `a map (${shorten(JSON.stringify(value))})`;
  return typeof value === 'number' ? String(value) : shorten(JSON.stringify(value));
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

function valueAt(value: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((at, part) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    return (at as Record<string | number, unknown>)[part];
  }, value);
}
