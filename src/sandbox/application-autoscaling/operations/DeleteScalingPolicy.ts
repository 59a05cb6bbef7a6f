import type { DeleteScalingPolicyCommandInput } from '@aws-sdk/client-application-auto-scaling';
import type { NoOutput, Operation } from '../../operation.ts';
import { deletePolicy } from '../delete-policy.ts';
import { notFound } from '../refusals.ts';
import { keyOf } from '../state.ts';
import { targetIdOf } from '../target-id.ts';

export const DeleteScalingPolicy: Operation<DeleteScalingPolicyCommandInput, NoOutput> = (world, input) => {
  const id = targetIdOf(input);
  const name = input.PolicyName ?? '';
  const policy = world.autoscaling.policies.get(keyOf(id, name));
  if (policy === undefined) throw notFound('scaling policy found', id, `, policy name: ${name}`);
  deletePolicy(world, policy);
  return {};
};
