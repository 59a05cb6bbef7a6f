import type { SetAlarmStateCommandInput } from '@aws-sdk/client-cloudwatch';
import type { NoOutput, Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';

const states = ['INSUFFICIENT_DATA', 'ALARM', 'OK'] as const;

/** The state stays until it is set again: nothing in the sandbox evaluates metrics. */
export const SetAlarmState: Operation<SetAlarmStateCommandInput, NoOutput> = (world, input) => {
  const alarm = world.cloudwatch.alarm(input.AlarmName ?? '');
  if (alarm === undefined) throw new ServiceError('ResourceNotFound', 'Unknown alarm', 404);
  const state = states.find((known) => known === input.StateValue);
  if (state === undefined) {
    throw new ServiceError(
      'ValidationError',
      `1 validation error detected: Value '${input.StateValue ?? ''}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [${states.join(', ')}]`,
    );
  }
  const reason = input.StateReason ?? '';
  world.cloudwatch.setState(alarm, state, reason, world.timeline.now(), input.StateReasonData);
  return {};
};
