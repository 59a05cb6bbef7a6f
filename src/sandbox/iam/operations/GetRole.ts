import type { GetRoleCommandInput, GetRoleCommandOutput } from '@aws-sdk/client-iam';
import type { Operation, Output } from '../../operation.ts';
import { roleView } from '../describe-role.ts';
import { findRole } from '../find.ts';

export const GetRole: Operation<GetRoleCommandInput, Output<GetRoleCommandOutput>> = (world, input) => ({
  Role: { ...roleView(findRole(world, input.RoleName)), RoleLastUsed: {} },
});
