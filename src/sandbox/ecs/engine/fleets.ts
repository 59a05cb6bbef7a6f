import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskHolder, TaskRecord } from '../records/task.ts';

/** The tasks of one deployment or task set, oldest first, by what the scheduler may do with them. */
export interface FleetOfTasks {
  readonly starting: TaskRecord[];
  readonly healthy: TaskRecord[];
  readonly unhealthy: TaskRecord[];
  readonly stopping: TaskRecord[];
}

export function fleetsOf(service: ServiceRecord): Map<DeploymentRecord, FleetOfTasks> {
  return fleetsOfHolders(service, service.deployments);
}

/** The fleets of some of what the tasks of a service belong to. */
export function fleetsOfHolders<Holder extends TaskHolder>(
  service: ServiceRecord,
  holders: readonly Holder[],
): Map<Holder, FleetOfTasks> {
  const fleets = new Map<Holder, FleetOfTasks>();
  const byHolder: ReadonlyMap<TaskHolder, FleetOfTasks> = fleets;
  for (const holder of holders) fleets.set(holder, emptyFleet());
  for (const task of service.tasks) {
    // Where nothing runs any more, the place is free.
    if (task.owner === undefined || task.executionStoppedAt !== undefined) continue;
    const fleet = byHolder.get(task.owner.holder);
    if (fleet === undefined) continue;
    if (task.desiredStatus === 'STOPPED') fleet.stopping.push(task);
    else if (task.failure !== undefined) fleet.unhealthy.push(task);
    else if (task.healthy) fleet.healthy.push(task);
    else fleet.starting.push(task);
  }
  return fleets;
}

function emptyFleet(): FleetOfTasks {
  return { starting: [], healthy: [], unhealthy: [], stopping: [] };
}

export function sizesOf(fleet: FleetOfTasks): Record<keyof FleetOfTasks, number> {
  return {
    starting: fleet.starting.length,
    healthy: fleet.healthy.length,
    unhealthy: fleet.unhealthy.length,
    stopping: fleet.stopping.length,
  };
}

export function isEmpty(fleet: FleetOfTasks): boolean {
  return fleet.starting.length + fleet.healthy.length + fleet.unhealthy.length + fleet.stopping.length === 0;
}
