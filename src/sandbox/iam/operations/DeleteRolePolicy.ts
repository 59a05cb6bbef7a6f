import type { DeleteRolePolicyCommandInput } from '@aws-sdk/client-iam';
import type { NoOutput, Operation } from '../../operation.ts';
import { findRole } from '../find.ts';
import { noSuchEntity } from '../refusals.ts';

export const DeleteRolePolicy: Operation<DeleteRolePolicyCommandInput, NoOutput> = (world, input) => {
  const role = findRole(world, input.RoleName);
  const { PolicyName: name = '' } = input;
  if (!role.inlinePolicies.delete(name)) {
    throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  }
  return {};
};
