import { isDeepStrictEqual } from 'node:util';
import type { Difference } from '../model/release-plan.ts';
import type { Json, TaskDefinition } from '../model/task-definition.ts';
import { maySecret } from './masking.ts';
import { normalizeTaskDefinition } from './normalize.ts';

/**
 * What differs between two task definitions, leaf by leaf; what AWS fills in is no difference. Values of environment
 * variables, and others that may be secret, are never in it.
 */
export function compareTaskDefinitions(before: TaskDefinition, after: TaskDefinition): Difference[] {
  return compare(normalizeTaskDefinition(before), normalizeTaskDefinition(after), { path: '', names: [] });
}

/** The same of any two values that AWS holds, as they are. */
export function compareValues(before: unknown, after: unknown): Difference[] {
  return compare(before, after, { path: '', names: [] });
}

interface Place {
  readonly path: string;
  /** Names of the members that lead here, and of list items that have one. */
  readonly names: readonly string[];
}

function compare(before: unknown, after: unknown, at: Place): Difference[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, young] = [membersOf(before, at), membersOf(after, at)];
  const isInner = (old ?? before) === undefined ? young : (young ?? after) === undefined ? old : old && young;
  if (isInner === undefined) return [difference(before, after, at)];

  const keys = new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])]);
  const found = [...keys].flatMap((key) =>
    compare(old?.get(key), young?.get(key), step(at, key, before ?? after)),
  );
  // The same items in another order.
  return found.length > 0 ? found : [difference([...(old?.keys() ?? [])], [...(young?.keys() ?? [])], at)];
}

function step({ path, names }: Place, key: string, of: unknown): Place {
  const isPlain = /^[\w-]+$/.test(key);
  if (Array.isArray(of)) return { path: `${path}[${key}]`, names: [...names, key] };
  const member = !isPlain ? `[${JSON.stringify(key)}]` : path === '' ? key : `.${key}`;
  return { path: `${path}${member}`, names: [...names, key] };
}

/** What a value consists of; undefined for what is compared as a whole: scalars, lists of scalars, empty ones. */
function membersOf(value: unknown, { names }: Place): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value))
    return Object.keys(value).length === 0 ? undefined : new Map(Object.entries(value));
  if (!value.some((item) => typeof item === 'object' && item !== null)) return undefined;

  const members = new Map<string, unknown>();
  const isNamed = !names.includes('portMappings');
  for (const [index, item] of (value as unknown[]).entries()) {
    const name = isNamed ? nameOf(item) : undefined;
    const key = name === undefined || members.has(name) ? `${index}` : name;
    members.set(members.has(key) ? `${key}#${index}` : key, item);
  }
  return members;
}

function nameOf(item: unknown): string | undefined {
  const name =
    typeof item === 'object' && item !== null ? (item as { readonly name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function difference(before: unknown, after: unknown, { path, names }: Place): Difference {
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  // The name of a variable is no secret, its value is.
  const isName = names.at(-1) === 'name';
  const masked = !isName && (maySecret(names, before) || maySecret(names, after));
  if (masked) return { path, kind, masked };
  return {
    path,
    kind,
    ...(before === undefined ? {} : { before: before as Json }),
    ...(after === undefined ? {} : { after: after as Json }),
    masked,
  };
}
