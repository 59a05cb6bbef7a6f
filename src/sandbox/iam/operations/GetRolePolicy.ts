import type { GetRolePolicyCommandInput, GetRolePolicyCommandOutput } from '@aws-sdk/client-iam';
import type { Operation, Output } from '../../operation.ts';
import { encodedPolicy } from '../describe-role.ts';
import { findRole } from '../find.ts';
import { noSuchEntity } from '../refusals.ts';

export const GetRolePolicy: Operation<GetRolePolicyCommandInput, Output<GetRolePolicyCommandOutput>> = (
  world,
  input,
) => {
  const role = findRole(world, input.RoleName);
  const { PolicyName: name = '' } = input;
  const document = role.inlinePolicies.get(name);
  if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  return { RoleName: role.name, PolicyName: name, PolicyDocument: encodedPolicy(document) };
};
