import type { Shape } from './shape.ts';

/** The path of the first required member that the input lacks, as AWS writes it: `targets.1.member.id`. */
export function missingMember(shape: Shape, input: unknown, path = ''): string | undefined {
  if (shape.kind === 'list' && Array.isArray(input)) {
    return first(input, (item, index) => missingMember(shape.member(), item, `${path}.${index + 1}.member`));
  }
  if (shape.kind !== 'structure' || typeof input !== 'object' || input === null) return undefined;
  const members = input as Record<string, unknown>;
  const missing = shape.required.find((name) => members[name] === undefined);
  if (missing !== undefined) return join(path, missing);
  return first([...shape.members], ([name, member]) => {
    const value = members[name];
    return typeof value === 'object' ? missingMember(member(), value, join(path, name)) : undefined;
  });
}

function join(path: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return path === '' ? member : `${path}.${member}`;
}

function first<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
