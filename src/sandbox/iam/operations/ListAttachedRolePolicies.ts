import type {
  ListAttachedRolePoliciesCommandInput,
  ListAttachedRolePoliciesCommandOutput,
} from '@aws-sdk/client-iam';
import type { Operation, Output } from '../../operation.ts';
import { checkPageSize } from '../../page-size.ts';
import { pageOf } from '../../page.ts';
import { findRole } from '../find.ts';
import { invalidMarker, mostItems, validationError } from '../refusals.ts';

export const ListAttachedRolePolicies: Operation<
  ListAttachedRolePoliciesCommandInput,
  Output<ListAttachedRolePoliciesCommandOutput>
> = (world, input) => {
  checkPageSize('maxItems', input.MaxItems, mostItems, validationError);
  const { attachedPolicies } = findRole(world, input.RoleName);
  const page = pageOf(
    [...attachedPolicies],
    { token: input.Marker, limit: input.MaxItems, defaultLimit: 100 },
    (arn) => arn,
    invalidMarker,
  );
  return {
    AttachedPolicies: page.items.map((arn) => ({ PolicyName: arn.split('/').at(-1), PolicyArn: arn })),
    IsTruncated: page.next !== undefined,
    Marker: page.next,
  };
};
