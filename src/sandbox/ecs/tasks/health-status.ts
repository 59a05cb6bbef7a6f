import type { HealthStatus } from '@aws-sdk/client-ecs';
import type { TaskRecord } from '../records/task.ts';

/** UNHEALTHY as soon as one essential container is; HEALTHY when all that have a check are (2.11). */
export function healthOf(task: TaskRecord): HealthStatus {
  const checked = task.containers.filter((container) => container.hasHealthCheck);
  if (checked.some((container) => container.essential && container.healthStatus === 'UNHEALTHY')) {
    return 'UNHEALTHY';
  }
  const allPass = checked.every((container) => container.healthStatus === 'HEALTHY');
  return checked.length > 0 && allPass ? 'HEALTHY' : 'UNKNOWN';
}
