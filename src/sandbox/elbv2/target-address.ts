import type { TargetDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isIP } from 'node:net';
import { ServiceError } from '../service-error.ts';
import { validationError } from './refusals.ts';
import type { TargetGroup } from './target-group.ts';

/** The address an operation means: a target without a port has the port of its group. */
export function addressOf(
  group: TargetGroup,
  target: TargetDescription,
): { id: string; port: number; availabilityZone: string | undefined } {
  const id = target.Id ?? '';
  if (group.targetType === 'ip' && isIP(id) === 0) {
    throw validationError(`The IP address '${id}' is not a valid IPv4 address`);
  }
  if (group.targetType === 'instance' && !id.startsWith('i-')) {
    throw new ServiceError(
      'InvalidTargetException',
      'The specified target does not exist or is not in the same VPC as the target group.',
    );
  }
  return { id, port: target.Port ?? group.port ?? 0, availabilityZone: target.AvailabilityZone };
}
