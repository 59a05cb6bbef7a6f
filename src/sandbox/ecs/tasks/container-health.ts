import type { HealthCheck } from '@aws-sdk/client-ecs';

/** ECS's own defaults. */
const defaults = { interval: 30, retries: 3, startPeriod: 0 };

/**
 * When a container with a health check becomes HEALTHY or UNHEALTHY, in milliseconds after its start.
 * The first check runs after one interval; failures within the start period do not count, a success does at once.
 */
export function healthVerdictAfter(check: HealthCheck, health: 'healthy' | 'unhealthy'): number {
  const interval = check.interval ?? defaults.interval;
  if (health === 'healthy') return interval * 1000;
  const checksInStartPeriod = Math.floor((check.startPeriod ?? defaults.startPeriod) / interval);
  return (checksInStartPeriod + (check.retries ?? defaults.retries)) * interval * 1000;
}
