import { configSchema } from '../config/schema.ts';
import type { DataPath } from '../model/data-document.ts';
import { formatDataPath } from '../model/data-document.ts';
import type { Leftover } from '../model/initialised.ts';
import { isMap, type Members } from './members.ts';

export interface Accepted {
  readonly value: Members;
  readonly leftovers: readonly Leftover[];
}

/**
 * A configuration without what our schema does not take, which is told instead: what another tool allows, ours may not. A value with a
 * reference is not judged, it is not known yet.
 */
export function keepAccepted(wished: Members, file: string): Accepted {
  const leftovers: Leftover[] = [];
  let value: Members = wished;
  // Each round takes something out, so that this comes to an end.
  for (;;) {
    const result = configSchema.safeParse(value);
    const issue = result.success
      ? undefined
      : result.error.issues.find(({ path }) => path.length > 0 && !isReference(at(value, path as DataPath)));
    if (issue === undefined) return { value, leftovers };
    const path = issue.path as DataPath;
    leftovers.push({
      reason: 'not-accepted',
      what: formatDataPath(path),
      instead: `it ${issue.message}`,
      file,
    });
    value = removed(value, path);
  }
}

/** Without the value, or where it is missing, without what misses it. */
function removed(value: Members, path: DataPath): Members {
  const rest = without(value, path) as Members;
  const isSame = JSON.stringify(rest) === JSON.stringify(value);
  return isSame && path.length > 1 ? removed(value, path.slice(0, -1)) : isSame ? {} : rest;
}

function at(value: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Members | undefined)?.[part as string], value);
}

function isReference(value: unknown): boolean {
  return typeof value === 'string' && /\$\{(?:env|git):/.test(value);
}

function without(value: unknown, [first, ...rest]: DataPath): unknown {
  if (first === undefined) return value;
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_, index) => index !== first)
      : value.map((item: unknown, index) => (index === first ? without(item, rest) : item));
  }
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
      if (name !== String(first)) return [[name, item]];
      return rest.length === 0 ? [] : [[name, without(item, rest)]];
    }),
  );
}
