import type { ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput } from '@aws-sdk/client-iam';
import type { Operation, Output } from '../../operation.ts';
import { checkPageSize } from '../../page-size.ts';
import { pageOf } from '../../page.ts';
import { findRole } from '../find.ts';
import { invalidMarker, mostItems, validationError } from '../refusals.ts';

/** The inline policies of a role, by name. */
export const ListRolePolicies: Operation<
  ListRolePoliciesCommandInput,
  Output<ListRolePoliciesCommandOutput>
> = (world, input) => {
  checkPageSize('maxItems', input.MaxItems, mostItems, validationError);
  const page = pageOf(
    [...findRole(world, input.RoleName).inlinePolicies.keys()],
    { token: input.Marker, limit: input.MaxItems, defaultLimit: 100 },
    (name) => name,
    invalidMarker,
  );
  return { PolicyNames: page.items, IsTruncated: page.next !== undefined, Marker: page.next };
};
