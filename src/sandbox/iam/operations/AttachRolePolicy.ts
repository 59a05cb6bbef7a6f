import type { AttachRolePolicyCommandInput } from '@aws-sdk/client-iam';
import type { NoOutput, Operation } from '../../operation.ts';
import { findRole } from '../find.ts';
import { isAwsPolicy } from '../managed-policies.ts';
import { noSuchEntity } from '../refusals.ts';

/** Policies of AWS's can be attached; an account of the sandbox has none of its own. */
export const AttachRolePolicy: Operation<AttachRolePolicyCommandInput, NoOutput> = (world, input) => {
  const role = findRole(world, input.RoleName);
  const { PolicyArn: arn = '' } = input;
  if (!isAwsPolicy(arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  role.attachedPolicies.add(arn);
  return {};
};
