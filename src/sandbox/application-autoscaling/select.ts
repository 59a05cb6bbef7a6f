import { pageOf, type Page } from '../page.ts';
import { invalid, invalidToken } from './refusals.ts';
import { keyOf, type TargetId } from './state.ts';

interface Filter {
  readonly ServiceNamespace?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

interface PagedRequest extends Filter {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** What belongs to a namespace and, where they are given, to one resource and dimension. */
export function matches(id: TargetId, filter: Filter): boolean {
  return (
    id.serviceNamespace === filter.ServiceNamespace &&
    (filter.ResourceId === undefined || id.resourceId === filter.ResourceId) &&
    (filter.ScalableDimension === undefined || id.scalableDimension === filter.ScalableDimension)
  );
}

/** A page of at most 50, as every list of this service has it. @throws ValidationException, InvalidNextTokenException */
export function select<Item extends TargetId & { readonly name?: string }>(
  items: readonly Item[],
  { MaxResults, NextToken }: PagedRequest,
): Page<Item> {
  if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > 50)) {
    const bound = MaxResults < 1 ? 'greater than or equal to 1' : 'less than or equal to 50';
    throw invalid(
      `1 validation error detected: Value '${MaxResults}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }
  return pageOf(
    items,
    { token: NextToken, limit: MaxResults, defaultLimit: 50 },
    (item) => keyOf(item, item.name),
    invalidToken,
  );
}
