import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { StopCause, TaskRecord } from '../records/task.ts';
import type { TaskSetRecord } from '../records/task-set.ts';
import { stopTask } from '../tasks/stop-task.ts';
import { listed, say, sayOfTaskSet } from './service-events.ts';

/** Stops what is not wanted any more, of one task set where there are any, and says so in the order of ECS's events. */
export function stopTasksToScale(
  world: World,
  service: ServiceRecord,
  tasks: readonly TaskRecord[],
  taskSet?: TaskSetRecord,
): void {
  const by = taskSet?.id ?? service.deployments[0]?.id ?? 'unknown';
  stopAndSay(world, service, tasks, taskSet, () => ({
    code: 'ServiceSchedulerInitiated',
    reason: `Scaling activity initiated by (deployment ${by})`,
  }));
}

export function stopUnhealthyTasks(
  world: World,
  service: ServiceRecord,
  tasks: readonly TaskRecord[],
  taskSet?: TaskSetRecord,
): void {
  stopAndSay(world, service, tasks, taskSet, (task) => ({
    code: 'ServiceSchedulerInitiated',
    reason:
      task.failure?.kind === 'target'
        ? `Task failed ELB health checks in (target-group ${task.failure.target.targetGroupArn})`
        : 'Task failed container health checks',
  }));
}

function stopAndSay(
  world: World,
  service: ServiceRecord,
  tasks: readonly TaskRecord[],
  taskSet: TaskSetRecord | undefined,
  causeFor: (task: TaskRecord) => StopCause,
): void {
  if (tasks.length === 0) return;
  const tell = (text: string): void =>
    taskSet === undefined ? say(world, service, text) : sayOfTaskSet(world, service, taskSet, text);
  const running = tasks.filter((task) => task.lastStatus === 'RUNNING');
  const targets = countTargets(running);
  for (const task of tasks) stopTask(world, task, causeFor(task));
  if (targets.size > 0) tell(`has begun draining connections on ${running.length} tasks.`);
  for (const [group, count] of targets) tell(`deregistered ${count} targets in (target-group ${group})`);
  if (running.length > 0) tell(`has stopped ${running.length} running tasks: ${listed(running)}.`);
  const pending = tasks.length - running.length;
  if (pending > 0) tell(`stopped ${pending} pending tasks.`);
}

function countTargets(tasks: readonly TaskRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    for (const { targetGroupArn, registered } of task.targets) {
      if (registered) counts.set(targetGroupArn, (counts.get(targetGroupArn) ?? 0) + 1);
    }
  }
  return counts;
}
