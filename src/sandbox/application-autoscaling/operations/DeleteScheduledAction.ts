import type { DeleteScheduledActionCommandInput } from '@aws-sdk/client-application-auto-scaling';
import type { NoOutput, Operation } from '../../operation.ts';
import { notFound } from '../refusals.ts';
import { keyOf } from '../state.ts';
import { targetIdOf } from '../target-id.ts';

export const DeleteScheduledAction: Operation<DeleteScheduledActionCommandInput, NoOutput> = (
  world,
  input,
) => {
  const id = targetIdOf(input);
  const name = input.ScheduledActionName ?? '';
  if (!world.autoscaling.scheduledActions.delete(keyOf(id, name))) {
    throw notFound('scheduled action found', id, `, scheduled action name: ${name}`);
  }
  return {};
};
