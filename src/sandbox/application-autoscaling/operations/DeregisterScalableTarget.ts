import type { DeregisterScalableTargetCommandInput } from '@aws-sdk/client-application-auto-scaling';
import type { NoOutput, Operation } from '../../operation.ts';
import { deletePolicy } from '../delete-policy.ts';
import { notFound } from '../refusals.ts';
import { matches } from '../select.ts';
import { keyOf } from '../state.ts';
import { targetIdOf } from '../target-id.ts';

/** Its policies and scheduled actions go with it (API_DeregisterScalableTarget). */
export const DeregisterScalableTarget: Operation<DeregisterScalableTargetCommandInput, NoOutput> = (
  world,
  input,
) => {
  const id = targetIdOf(input);
  const { targets, policies, scheduledActions } = world.autoscaling;
  if (!targets.delete(keyOf(id))) throw notFound('scalable target found', id);
  for (const policy of policies.values()) if (matches(policy, input)) deletePolicy(world, policy);
  for (const [key, action] of scheduledActions) if (matches(action, input)) scheduledActions.delete(key);
  return {};
};
