import type { World } from '../../../world.ts';
import type { ServiceRecord } from '../../records/service.ts';
import { computedDesiredCount, type TaskSetRecord } from '../../records/task-set.ts';
import { tasksToStop } from '../carry-out.ts';
import { fleetsOfHolders, isEmpty, sizesOf, type FleetOfTasks } from '../fleets.ts';
import { launchTasks } from '../launch-tasks.ts';
import { rollingBounds } from '../rolling-bounds.ts';
import { planRollingStep } from '../rolling-step.ts';
import { sayOfTaskSet, startedText } from '../service-events.ts';
import { stopTasksToScale, stopUnhealthyTasks } from '../stop-tasks.ts';
import { observeTaskSet } from './observe-task-set.ts';
import { judgeStability } from './stability.ts';

/** Tasks that fail are replaced by ones of the same set, which come up first: the service's own percentages are for deployments of ECS. */
const percentages = { minimumHealthyPercent: 100, maximumPercent: 200 };

/** Keeps each task set of a service at its number, sees which are steady, and drops those that have drained. */
export function keepTaskSets(world: World, service: ServiceRecord): void {
  const before = fleetsOfHolders(service, service.taskSets);
  for (const [taskSet, fleet] of before) keep(world, service, taskSet, fleet);
  const after = fleetsOfHolders(service, service.taskSets);
  for (const [taskSet, fleet] of after) judgeStability(world, service, taskSet, fleet);
  service.taskSets = service.taskSets.filter((taskSet) => {
    const fleet = after.get(taskSet);
    const isGone = taskSet.status === 'DRAINING' && fleet !== undefined && isEmpty(fleet);
    if (isGone) taskSet.settling?.cancel();
    return !isGone;
  });
}

function keep(world: World, service: ServiceRecord, taskSet: TaskSetRecord, fleet: FleetOfTasks): void {
  const desired = computedDesiredCount(service.desiredCount, taskSet.scale);
  const { primary: step } = planRollingStep({
    desired,
    bounds: rollingBounds(desired, percentages),
    primary: sizesOf(fleet),
    older: [],
    primaryMay: world.timeline.now() < taskSet.backOff.until ? 'back-off' : 'roll',
  });
  stopTasksToScale(world, service, tasksToStop(fleet, step), taskSet);
  stopUnhealthyTasks(world, service, fleet.unhealthy.slice(0, step.stopUnhealthy), taskSet);
  if (step.start === 0) return;
  const observer = observeTaskSet(world, service, taskSet);
  const started = launchTasks(world, service, taskSet, step.start, observer);
  if (started.length === 0) return;
  const replaced = Math.min(step.start, fleet.unhealthy.length);
  sayOfTaskSet(world, service, taskSet, startedText(started, replaced));
}
