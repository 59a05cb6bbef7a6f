import type {
  SimulatePrincipalPolicyCommandInput,
  SimulatePrincipalPolicyCommandOutput,
} from '@aws-sdk/client-iam';
import type { Operation, Output } from '../../operation.ts';
import type { World } from '../../world.ts';
import { awsPolicyDocument } from '../managed-policies.ts';
import { noSuchEntity } from '../refusals.ts';
import { simulate, type SourcePolicy } from '../simulate.ts';

/**
 * Evaluates the inline policies of a role, the policies of AWS's that are attached to it, and what comes with the request. A user of the
 * sandbox may do everything, as its calls may. There are no groups, boundaries, service control policies or resource policies.
 */
export const SimulatePrincipalPolicy: Operation<
  SimulatePrincipalPolicyCommandInput,
  Output<SimulatePrincipalPolicyCommandOutput>
> = (world, input) => {
  const added = (input.PolicyInputList ?? []).map((document, index): SourcePolicy => {
    return { id: `PolicyInputList.${index + 1}`, type: 'none', document };
  });
  const policies = [...policiesOf(world, input.PolicySourceArn ?? ''), ...added];
  const resources = input.ResourceArns ?? ['*'];
  return {
    EvaluationResults: (input.ActionNames ?? []).flatMap((action) =>
      resources.map((resource) =>
        simulate(policies, { action, resource, context: input.ContextEntries ?? [] }),
      ),
    ),
    IsTruncated: false,
  };
};

function policiesOf(world: World, arn: string): SourcePolicy[] {
  const role = [...world.iam.roles.values()].find((candidate) => candidate.arn === arn);
  if (role !== undefined) {
    const inline = [...role.inlinePolicies].map(([id, document]): SourcePolicy => {
      return { id, type: 'role', document };
    });
    const managed = [...role.attachedPolicies].flatMap((policy): SourcePolicy[] => {
      const document = awsPolicyDocument(policy);
      return document === undefined
        ? []
        : [{ id: policy.split('/').at(-1) ?? policy, type: 'aws-managed', document }];
    });
    return [...inline, ...managed];
  }
  if (arn.startsWith(`arn:aws:iam::${world.account}:user/`)) {
    const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
    return [{ id: 'sandbox', type: 'none', document: JSON.stringify({ Statement: everything }) }];
  }
  throw noSuchEntity(`Entity ${arn} cannot be found.`);
}
