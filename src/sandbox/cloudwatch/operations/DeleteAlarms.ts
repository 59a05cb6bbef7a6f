import type { DeleteAlarmsCommandInput } from '@aws-sdk/client-cloudwatch';
import type { NoOutput, Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';

/** All or none: one unknown name refuses the request (API_DeleteAlarms). */
export const DeleteAlarms: Operation<DeleteAlarmsCommandInput, NoOutput> = (world, input) => {
  const names = input.AlarmNames ?? [];
  const unknown = names.filter((name) => world.cloudwatch.alarm(name) === undefined);
  if (unknown.length > 0) {
    throw new ServiceError('ResourceNotFound', `Alarms not found: [${unknown.join(', ')}]`, 404);
  }
  for (const name of names) world.cloudwatch.alarms.delete(name);
  return {};
};
