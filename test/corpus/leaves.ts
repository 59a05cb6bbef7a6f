/** Every leaf of a value with the way to it; empty lists and maps are leaves, nulls are none. */
function leavesOf(value: unknown, path = ''): Map<string, unknown> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object') return new Map([[path, value]]);
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length === 0) return new Map([[path, Array.isArray(value) ? '[]' : '{}']]);
  return new Map(entries.flatMap(([name, item]) => [...leavesOf(item, `${path}/${name}`)]));
}

/** Leaves that are in one and not, with the same text, in the other; an empty map may have been filled. */
export function lostLeaves(from: unknown, to: unknown): string[] {
  const there = leavesOf(to);
  const isFilled = (path: string): boolean => [...there.keys()].some((other) => other.startsWith(`${path}/`));
  return [...leavesOf(from)].flatMap(([path, value]) => {
    const isKept = String(there.get(path)) === String(value) || (value === '{}' && isFilled(path));
    return isKept ? [] : [`${path} = ${JSON.stringify(value)}`];
  });
}
