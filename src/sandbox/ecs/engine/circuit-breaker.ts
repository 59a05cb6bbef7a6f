import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { thresholdFor } from './breaker-threshold.ts';
import { failDeployment } from './fail-deployment.ts';

/**
 * Counts a failed task of the PRIMARY deployment. Until one of its tasks is RUNNING only those count that do not get there, and
 * after that only those that fail a health check: a container that exits after RUNNING counts in neither stage (2.8).
 */
export function countFailure(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  what: 'not-started' | 'unhealthy',
): void {
  if (deployment.status !== 'PRIMARY') return;
  const counts = deployment.reachedRunning ? what === 'unhealthy' : what === 'not-started';
  if (!counts) return;
  deployment.failedTasks++;
  deployment.updatedAt = world.timeline.now();
  const [record] = service.serviceDeployments;
  // While traffic goes back there is nothing that would be better.
  if (record?.shift?.direction === 'back') return;
  const { deploymentCircuitBreaker: breaker } =
    record?.configuration ?? service.options.deploymentConfiguration;
  if (breaker?.enable !== true || deployment.rolloutState !== 'IN_PROGRESS') return;
  if (deployment.failedTasks >= thresholdFor(breaker.thresholdConfiguration, service.desiredCount)) {
    failDeployment(world, service, { kind: 'circuit-breaker' });
  }
}

export function countHealthy(service: ServiceRecord, deployment: DeploymentRecord): void {
  if (service.options.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask === false) return;
  deployment.failedTasks = 0;
}
