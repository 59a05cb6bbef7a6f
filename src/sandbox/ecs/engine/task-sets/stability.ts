import type { World } from '../../../world.ts';
import type { ServiceRecord } from '../../records/service.ts';
import { computedDesiredCount, type TaskSetRecord } from '../../records/task-set.ts';
import { delays } from '../delays.ts';
import { fleetsOfHolders, type FleetOfTasks } from '../fleets.ts';
import { say, sayOfTaskSet } from '../service-events.ts';

/** `stabilityStatus`: STEADY_STATE once exactly the wanted tasks are healthy for a quiet while (2.13 of the specification). */
export function judgeStability(
  world: World,
  service: ServiceRecord,
  taskSet: TaskSetRecord,
  fleet: FleetOfTasks,
): void {
  if (!isWhole(service, taskSet, fleet)) {
    taskSet.settling?.cancel();
    delete taskSet.settling;
    service.scheduler.steady = false;
    if (taskSet.stability.status !== 'STABILIZING') become(world, taskSet, 'STABILIZING');
    return;
  }
  if (taskSet.stability.status === 'STEADY_STATE' || taskSet.settling !== undefined) return;
  taskSet.settling = world.timeline.after(delays.quietTick, 'task set is steady', () => {
    delete taskSet.settling;
    const now = fleetsOfHolders(service, [taskSet]).get(taskSet);
    // Something happened in this very moment: the scheduler's next look decides.
    if (now === undefined || !isWhole(service, taskSet, now)) return;
    become(world, taskSet, 'STEADY_STATE');
    sayOfTaskSet(world, service, taskSet, 'updated state to STEADY_STATE.');
    if (service.scheduler.steady || !service.taskSets.every(isSteady)) return;
    service.scheduler.steady = true;
    say(world, service, 'has reached a steady state.', 1);
  });
}

export function isSteady({ stability }: TaskSetRecord): boolean {
  return stability.status === 'STEADY_STATE';
}

function isWhole(service: ServiceRecord, { scale }: TaskSetRecord, fleet: FleetOfTasks): boolean {
  const others = fleet.starting.length + fleet.unhealthy.length + fleet.stopping.length;
  return fleet.healthy.length === computedDesiredCount(service.desiredCount, scale) && others === 0;
}

function become(world: World, taskSet: TaskSetRecord, status: 'STABILIZING' | 'STEADY_STATE'): void {
  taskSet.stability = { status, at: world.timeline.now() };
  taskSet.updatedAt = taskSet.stability.at;
}
