/** The way to a value: the name of each member or index, and what it is a member of. */
export type MemberPath = readonly { readonly name: string; readonly of: object }[];

/** `containerDefinitions[web].image`: items of a list by their own name where they have one, as a person would say it. */
export function formatMemberPath(path: MemberPath): string {
  return path
    .map(({ name, of }, index) => {
      if (Array.isArray(of)) return `[${itemName(of[Number(name)], name)}]`;
      if (!/^[\w-]+$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

/** The name of an item in a list, its index where it has none. */
function itemName(item: unknown, index: string): string {
  const name =
    typeof item === 'object' && item !== null ? (item as { readonly name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? name : index;
}
