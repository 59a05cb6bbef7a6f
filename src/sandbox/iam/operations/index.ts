import type { Operation } from '../../operation.ts';
import { AttachRolePolicy } from './AttachRolePolicy.ts';
import { CreateRole } from './CreateRole.ts';
import { DeleteRole } from './DeleteRole.ts';
import { DeleteRolePolicy } from './DeleteRolePolicy.ts';
import { DetachRolePolicy } from './DetachRolePolicy.ts';
import { GetRole } from './GetRole.ts';
import { GetRolePolicy } from './GetRolePolicy.ts';
import { ListAttachedRolePolicies } from './ListAttachedRolePolicies.ts';
import { ListRolePolicies } from './ListRolePolicies.ts';
import { ListRoles } from './ListRoles.ts';
import { PutRolePolicy } from './PutRolePolicy.ts';
import { SimulatePrincipalPolicy } from './SimulatePrincipalPolicy.ts';
import { UpdateAssumeRolePolicy } from './UpdateAssumeRolePolicy.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const iamOperations = {
  AttachRolePolicy,
  CreateRole,
  DeleteRole,
  DeleteRolePolicy,
  DetachRolePolicy,
  GetRole,
  GetRolePolicy,
  ListAttachedRolePolicies,
  ListRolePolicies,
  ListRoles,
  PutRolePolicy,
  SimulatePrincipalPolicy,
  UpdateAssumeRolePolicy,
} satisfies Record<string, Operation<never, object>>;
