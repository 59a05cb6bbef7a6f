import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { fleetsOf, isEmpty, sizesOf, type FleetOfTasks } from './fleets.ts';
import { launchTasks } from './launch-tasks.ts';
import { rollingBounds } from './rolling-bounds.ts';
import { planRollingStep, type FleetStep, type Situation } from './rolling-step.ts';
import { say, sayOnce } from './service-events.ts';
import { stopUnhealthyTasks, stopTasksToScale } from './stop-tasks.ts';

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
    bounds: rollingBounds(service.desiredCount, percentages(service)),
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

function percentages(service: ServiceRecord): { minimumHealthyPercent: number; maximumPercent: number } {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.options.deploymentConfiguration;
  return { minimumHealthyPercent, maximumPercent };
}

function whatPrimaryMay(
  world: World,
  service: ServiceRecord,
  primary: DeploymentRecord,
): Situation['primaryMay'] {
  if (primary.rolloutState === 'FAILED') return 'failed';
  const status = service.serviceDeployments[0]?.status;
  if (status === 'PENDING' || status === 'ROLLBACK_REQUESTED') return 'hold';
  const { until } = service.scheduler.backOff;
  return world.timeline.now() < until ? 'back-off' : 'roll';
}

function carryOut(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  fleet: FleetOfTasks,
  step: FleetStep,
): void {
  if (deployment.status === 'ACTIVE') deployment.keep = step.keep;
  // Of tasks that come up, the youngest has got least far.
  stopTasksToScale(world, service, [
    ...fleet.starting.slice(fleet.starting.length - step.stopStarting),
    ...fleet.healthy.slice(0, step.stopHealthy),
  ]);
  stopUnhealthyTasks(world, service, fleet.unhealthy.slice(0, step.stopUnhealthy));
  if (step.start === 0) return;
  const started = launchTasks(world, service, deployment, step.start);
  const replaced = Math.min(step.start, fleet.unhealthy.length);
  const because = replaced === 0 ? '' : ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.`;
  say(
    world,
    service,
    `has started ${started.length} tasks: ${started.map((t) => `(task ${t.id})`).join(' ')}.${because}`,
  );
}

/** A replaced deployment disappears once nothing of it runs, but where a rollback would go stays until the end. */
function dropDrained(service: ServiceRecord): void {
  const fleets = fleetsOf(service);
  service.deployments = service.deployments.filter((deployment) => {
    if (deployment.status === 'PRIMARY' || deployment === service.scheduler.rollbackCandidate) return true;
    const fleet = fleets.get(deployment);
    return fleet !== undefined && !isEmpty(fleet);
  });
}
