import type { World } from '../../../world.ts';
import type { ServiceRecord } from '../../records/service.ts';
import { computedDesiredCount, type TaskSetRecord } from '../../records/task-set.ts';
import { say } from '../service-events.ts';

/** Gives a task set another share of the service's desired count, in percent. */
export function scaleTaskSet(
  world: World,
  service: ServiceRecord,
  taskSet: TaskSetRecord,
  percent: number,
): void {
  if (taskSet.scale === percent) return;
  taskSet.scale = percent;
  recount(world, service, taskSet);
  service.wake();
}

/** To be called when the desired count of a service with task sets has changed. */
export function recountTaskSets(world: World, service: ServiceRecord): void {
  for (const taskSet of service.taskSets) recount(world, service, taskSet);
}

/** UpdateServicePrimaryTaskSet: the service takes over what the task set is made of. */
export function makePrimary(world: World, service: ServiceRecord, taskSet: TaskSetRecord): void {
  const now = world.timeline.now();
  const others = service.taskSets.filter((other) => other !== taskSet);
  for (const other of others) {
    if (other.status !== 'PRIMARY') continue;
    other.status = 'ACTIVE';
    other.updatedAt = now;
  }
  taskSet.status = 'PRIMARY';
  taskSet.updatedAt = now;
  others.sort((a, b) => b.createdAt - a.createdAt);
  service.taskSets = [taskSet, ...others];
  service.workload = taskSet.revision.workload;
  service.wake();
}

/** DeleteTaskSet: it is DRAINING until its last task has stopped, and then gone. */
export function drainTaskSet(world: World, service: ServiceRecord, taskSet: TaskSetRecord): void {
  scaleTaskSet(world, service, taskSet, 0);
  taskSet.status = 'DRAINING';
  taskSet.updatedAt = world.timeline.now();
  service.wake();
}

function recount(world: World, service: ServiceRecord, taskSet: TaskSetRecord): void {
  const count = computedDesiredCount(service.desiredCount, taskSet.scale);
  taskSet.updatedAt = world.timeline.now();
  say(world, service, `updated computedDesiredCount for taskSet ${taskSet.id} to ${count}.`);
}
