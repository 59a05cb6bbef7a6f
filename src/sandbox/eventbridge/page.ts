import { pageOf, type Page } from '../page.ts';
import { checkPageSize } from '../page-size.ts';
import { invalid, invalidToken } from './refusals.ts';

/** "Maximum value of 100": the Limit of all lists of EventBridge. */
const most = 100;

export function page<Item>(
  items: readonly Item[],
  { NextToken: token, Limit: limit }: { NextToken?: string | undefined; Limit?: number | undefined },
  keyOf: (item: Item) => string,
): Page<Item> {
  checkPageSize('limit', limit, most, invalid);
  return pageOf(items, { token, limit, defaultLimit: most }, keyOf, invalidToken);
}

/** In the order of their names, as AWS lists them. */
export function byName<Item extends { readonly name: string }>(items: Iterable<Item>): Item[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}
