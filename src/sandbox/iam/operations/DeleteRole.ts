import type { DeleteRoleCommandInput } from '@aws-sdk/client-iam';
import type { NoOutput, Operation } from '../../operation.ts';
import { findRole } from '../find.ts';
import { deleteConflict } from '../refusals.ts';

export const DeleteRole: Operation<DeleteRoleCommandInput, NoOutput> = (world, input) => {
  const role = findRole(world, input.RoleName);
  if (role.attachedPolicies.size > 0) {
    throw deleteConflict('Cannot delete entity, must detach all policies first.');
  }
  if (role.inlinePolicies.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
  world.iam.roles.delete(role.name);
  return {};
};
