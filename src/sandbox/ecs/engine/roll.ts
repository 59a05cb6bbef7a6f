import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { carryOut, dropDrained, percentagesOf } from './carry-out.ts';
import { fleetsOf, sizesOf, type FleetOfTasks } from './fleets.ts';
import { waitsForHooks } from './hooks/rolling-hooks.ts';
import { rollingBounds } from './rolling-bounds.ts';
import { planRollingStep, type Situation } from './rolling-step.ts';
import { sayOnce } from './service-events.ts';

/** One step of the rolling scheduler: see what there is, decide, act. */
export function roll(world: World, service: ServiceRecord): void {
  const [primary, ...newestFirst] = service.deployments;
  if (primary === undefined) return;
  const older = newestFirst.reverse();
  const fleets = fleetsOf(service);
  const fleetOf = (deployment: DeploymentRecord): FleetOfTasks =>
    fleets.get(deployment) ?? { starting: [], healthy: [], unhealthy: [], stopping: [] };

  const step = planRollingStep({
    desired: service.desiredCount,
    bounds: rollingBounds(service.desiredCount, percentagesOf(service)),
    primary: sizesOf(fleetOf(primary)),
    older: older.map((deployment) => ({
      ...sizesOf(fleetOf(deployment)),
      keep: deployment.keep,
      replacesLostTasks: deployment.rolloutState === 'COMPLETED',
    })),
    primaryMay: whatPrimaryMay(world, service, primary),
  });

  older.forEach((deployment, index) => {
    const own = step.older[index];
    if (own !== undefined) carryOut(world, service, deployment, fleetOf(deployment), own);
  });
  carryOut(world, service, primary, fleetOf(primary), step.primary);
  dropDrained(service);
  if (step.isDeadlocked) {
    sayOnce(
      world,
      service,
      'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
        'Update the minimumHealthyPercent or maximumPercent value and try again.',
    );
  }
}

function whatPrimaryMay(
  world: World,
  service: ServiceRecord,
  primary: DeploymentRecord,
): Situation['primaryMay'] {
  if (primary.rolloutState === 'FAILED') return 'failed';
  const [record] = service.serviceDeployments;
  if (record?.status === 'PENDING' || record?.status === 'ROLLBACK_REQUESTED') return 'hold';
  if (record !== undefined && waitsForHooks(record, 'PRE_SCALE_UP')) return 'hold';
  const { until } = service.scheduler.backOff;
  return world.timeline.now() < until ? 'back-off' : 'roll';
}
