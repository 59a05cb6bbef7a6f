/** The pages of a list, one call each, as far as somebody wants to read. */
export async function* pages<Item>(
  read: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly Item[]; readonly nextToken?: string | undefined }>,
): AsyncGenerator<readonly Item[]> {
  let token: string | undefined;
  do {
    const { items, nextToken } = await read(token);
    yield items;
    token = nextToken;
  } while (token !== undefined);
}

/** The member that asks for the page after this token; nothing for the first. */
export function tokenOf(nextToken: string | undefined): { nextToken?: string } {
  return nextToken === undefined ? {} : { nextToken };
}

/** As many at a time as one call takes. */
export function* inBatches(items: readonly string[], most: number): Generator<string[]> {
  for (let start = 0; start < items.length; start += most) yield items.slice(start, start + most);
}
