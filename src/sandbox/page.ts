/** Which part of a list is wanted: how many at most, and after which item. */
export interface PageRequest {
  readonly token: string | undefined;
  readonly limit: number | undefined;
  readonly defaultLimit: number;
}

export interface Page<Item> {
  readonly items: Item[];
  /** Absent on the last page. */
  readonly next: string | undefined;
}

/** A page of a list. A token names the last item of the page before, so that it survives changes of the list. */
export function pageOf<Item>(
  all: readonly Item[],
  request: PageRequest,
  keyOf: (item: Item) => string,
  refuseToken: () => Error,
): Page<Item> {
  let start = 0;
  if (request.token !== undefined) {
    const last = Buffer.from(request.token, 'base64url').toString();
    start = all.findIndex((item) => keyOf(item) === last) + 1;
    if (start === 0) throw refuseToken();
  }
  const items = all.slice(start, start + (request.limit ?? request.defaultLimit));
  const last = items.at(-1);
  const isLast = last === undefined || start + items.length >= all.length;
  return { items, next: isLast ? undefined : Buffer.from(keyOf(last)).toString('base64url') };
}
