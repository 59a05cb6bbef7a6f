import type { ListRolesCommandInput, ListRolesCommandOutput } from '@aws-sdk/client-iam';
import type { Operation, Output } from '../../operation.ts';
import { checkPageSize } from '../../page-size.ts';
import { pageOf } from '../../page.ts';
import { roleView } from '../describe-role.ts';
import { invalidMarker, mostItems, validationError } from '../refusals.ts';

/** "If you do not include this parameter, the number of items defaults to 100": API_ListRoles. Without tags, as at AWS. */
export const ListRoles: Operation<ListRolesCommandInput, Output<ListRolesCommandOutput>> = (world, input) => {
  checkPageSize('maxItems', input.MaxItems, mostItems, validationError);
  const wanted = [...world.iam.roles.values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
  const page = pageOf(
    wanted.sort((a, b) => (a.name < b.name ? -1 : 1)),
    { token: input.Marker, limit: input.MaxItems, defaultLimit: 100 },
    ({ name }) => name,
    invalidMarker,
  );
  return {
    Roles: page.items.map((role) => ({ ...roleView(role), Tags: undefined })),
    IsTruncated: page.next !== undefined,
    Marker: page.next,
  };
};
