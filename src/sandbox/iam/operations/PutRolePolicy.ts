import type { PutRolePolicyCommandInput } from '@aws-sdk/client-iam';
import type { NoOutput, Operation } from '../../operation.ts';
import { findRole } from '../find.ts';
import { checkPermissions } from '../policy-document.ts';

export const PutRolePolicy: Operation<PutRolePolicyCommandInput, NoOutput> = (world, input) => {
  const role = findRole(world, input.RoleName);
  const { PolicyName: name = '', PolicyDocument: document = '' } = input;
  checkPermissions(document);
  role.inlinePolicies.set(name, document);
  return {};
};
