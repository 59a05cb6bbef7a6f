import type { DetachRolePolicyCommandInput } from '@aws-sdk/client-iam';
import type { NoOutput, Operation } from '../../operation.ts';
import { findRole } from '../find.ts';
import { noSuchEntity } from '../refusals.ts';

export const DetachRolePolicy: Operation<DetachRolePolicyCommandInput, NoOutput> = (world, input) => {
  const role = findRole(world, input.RoleName);
  const { PolicyArn: arn = '' } = input;
  if (!role.attachedPolicies.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  return {};
};
