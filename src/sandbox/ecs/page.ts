import { invalidParameter } from './refusals.ts';

export interface PageRequest {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextToken: string | undefined;
}

/** A page of a list. A token names the last item of the page before, so that nothing is shown twice when the list grows. */
export function pageOf<Item>(
  all: readonly Item[],
  request: PageRequest,
  size: { readonly default: number; readonly max: number },
  keyOf: (item: Item) => string,
  token = opaqueToken,
): Page<Item> {
  const limit = request.maxResults ?? size.default;
  if (!Number.isInteger(limit) || limit < 1 || limit > size.max) {
    throw invalidParameter(`maxResults must be between 1 and ${size.max}`);
  }
  let start = 0;
  if (request.nextToken !== undefined) {
    const last = all.findIndex((item) => token.write(keyOf(item)) === request.nextToken);
    if (last < 0)
      throw invalidParameter('Invalid token: the value of nextToken is not one that was returned.');
    start = last + 1;
  }
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  const hasMore = start + limit < all.length && last !== undefined;
  return { items, nextToken: hasMore ? token.write(keyOf(last)) : undefined };
}

export interface TokenStyle {
  write(key: string): string;
}

const opaqueToken: TokenStyle = { write: (key) => Buffer.from(key).toString('base64url') };

/** ListTaskDefinitions shows its place in plain text. */
export const plainToken: TokenStyle = { write: (key) => key };
