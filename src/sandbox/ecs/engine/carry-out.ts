import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskRecord } from '../records/task.ts';
import { fleetsOf, isEmpty, type FleetOfTasks } from './fleets.ts';
import { launchTasks } from './launch-tasks.ts';
import { observeTasks } from './observe-tasks.ts';
import type { FleetStep } from './rolling-step.ts';
import { say, startedText } from './service-events.ts';
import { stopTasksToScale, stopUnhealthyTasks } from './stop-tasks.ts';

/** Does to the tasks of one deployment what was decided. */
export function carryOut(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  fleet: FleetOfTasks,
  step: FleetStep,
): void {
  if (deployment.status === 'ACTIVE') deployment.keep = step.keep;
  stopTasksToScale(world, service, tasksToStop(fleet, step));
  stopUnhealthyTasks(world, service, fleet.unhealthy.slice(0, step.stopUnhealthy));
  if (step.start === 0) return;
  const observer = observeTasks(world, service, deployment);
  const started = launchTasks(world, service, deployment, step.start, observer);
  if (started.length === 0) return;
  say(world, service, startedText(started, Math.min(step.start, fleet.unhealthy.length)));
}

/** Of tasks that come up, the youngest has got least far. */
export function tasksToStop(fleet: FleetOfTasks, step: FleetStep): TaskRecord[] {
  return [
    ...fleet.starting.slice(fleet.starting.length - step.stopStarting),
    ...fleet.healthy.slice(0, step.stopHealthy),
  ];
}

/** A replaced deployment disappears once nothing of it runs; PRIMARY, where a rollback would go, and those named stay. */
export function dropDrained(
  service: ServiceRecord,
  kept: readonly (DeploymentRecord | undefined)[] = [],
): void {
  const fleets = fleetsOf(service);
  service.deployments = service.deployments.filter((deployment) => {
    if (deployment.status === 'PRIMARY' || deployment === service.scheduler.rollbackCandidate) return true;
    if (kept.includes(deployment)) return true;
    const fleet = fleets.get(deployment);
    return fleet !== undefined && !isEmpty(fleet);
  });
}

export function percentagesOf(service: ServiceRecord): {
  minimumHealthyPercent: number;
  maximumPercent: number;
} {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.options.deploymentConfiguration;
  return { minimumHealthyPercent, maximumPercent };
}
