import { pageOf, type Page } from '../page.ts';
import { checkPageSize } from '../page-size.ts';
import { invalid, invalidToken } from './refusals.ts';

/** "Maximum value of 100": API_ListSchedules and API_ListScheduleGroups. */
const most = 100;

export function page<Item>(
  items: readonly Item[],
  {
    NextToken: token,
    MaxResults: limit,
  }: { NextToken?: string | undefined; MaxResults?: number | undefined },
  keyOf: (item: Item) => string,
): Page<Item> {
  checkPageSize('maxResults', limit, most, invalid);
  return pageOf(items, { token, limit, defaultLimit: most }, keyOf, invalidToken);
}
