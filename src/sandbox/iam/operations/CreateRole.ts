import type { CreateRoleCommandInput, CreateRoleCommandOutput } from '@aws-sdk/client-iam';
import { derivedHex } from '../../engine/derived-ids.ts';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { roleView } from '../describe-role.ts';
import { checkTrust } from '../policy-document.ts';
import type { RoleRecord } from '../state.ts';

export const CreateRole: Operation<CreateRoleCommandInput, Output<CreateRoleCommandOutput>> = (
  world,
  input,
) => {
  const { RoleName: name = '', Path: path = '/', AssumeRolePolicyDocument: trustPolicy = '' } = input;
  if (world.iam.roles.has(name)) {
    throw new ServiceError('EntityAlreadyExistsException', `Role with name ${name} already exists.`, 409);
  }
  checkTrust(trustPolicy);
  const role: RoleRecord = {
    name,
    id: `AROA${derivedHex(17, name, world.iam.made++).toUpperCase()}`,
    arn: `arn:aws:iam::${world.account}:role${path}${name}`,
    path,
    createdAt: world.timeline.now(),
    description: input.Description,
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    trustPolicy,
    tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
  };
  world.iam.roles.set(name, role);
  return { Role: roleView(role) };
};
