import type { UpdateAssumeRolePolicyCommandInput } from '@aws-sdk/client-iam';
import type { NoOutput, Operation } from '../../operation.ts';
import { findRole } from '../find.ts';
import { checkTrust } from '../policy-document.ts';

export const UpdateAssumeRolePolicy: Operation<UpdateAssumeRolePolicyCommandInput, NoOutput> = (
  world,
  input,
) => {
  const role = findRole(world, input.RoleName);
  const { PolicyDocument: document = '' } = input;
  checkTrust(document);
  role.trustPolicy = document;
  return {};
};
