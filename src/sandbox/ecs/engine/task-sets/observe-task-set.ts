import type { World } from '../../../world.ts';
import type { ServiceRecord } from '../../records/service.ts';
import type { TaskObserver } from '../../records/task.ts';
import type { TaskSetRecord } from '../../records/task-set.ts';
import { impairedText, sayNotPlaced, startFailure } from '../observe-tasks.ts';
import { say, sayOfTaskSet, sayOnce } from '../service-events.ts';
import { afterFailedStart, isImpaired, noBackOff } from '../start-back-off.ts';
import { targetMissingText, unhealthyText } from '../unhealthy-text.ts';

/** What the scheduler does about news of the tasks of one task set. Nothing counts failures: task sets have no circuit breaker. */
export function observeTaskSet(world: World, service: ServiceRecord, taskSet: TaskSetRecord): TaskObserver {
  const changed = (): void => {
    taskSet.updatedAt = world.timeline.now();
    service.wake();
  };
  return {
    unplaced(event) {
      sayOnce(world, service, event);
      waitLonger(world, service, taskSet);
    },
    running(task) {
      taskSet.backOff = noBackOff;
      for (const { targetGroupArn } of task.targets.filter(({ registered }) => registered)) {
        sayOfTaskSet(world, service, taskSet, `registered 1 targets in (target-group ${targetGroupArn})`);
      }
      changed();
    },
    healthy: changed,
    unhealthy(task, failure) {
      sayOfTaskSet(world, service, taskSet, unhealthyText(task, failure));
      changed();
    },
    targetMissing(task, target) {
      say(world, service, targetMissingText(task, target));
    },
    ended(task) {
      const reason = startFailure(task);
      if (reason !== undefined) startFailed(world, service, taskSet, reason);
      changed();
    },
    stopped(task) {
      service.tasks.delete(task);
      if (service.status === 'DRAINING') service.wake();
    },
  };
}

function startFailed(world: World, service: ServiceRecord, taskSet: TaskSetRecord, reason: string): void {
  sayNotPlaced(world, service, reason);
  waitLonger(world, service, taskSet);
  if (isImpaired(taskSet.backOff)) sayOnce(world, service, impairedText);
}

function waitLonger(world: World, service: ServiceRecord, taskSet: TaskSetRecord): void {
  const before = taskSet.backOff;
  taskSet.backOff = afterFailedStart(before, world.timeline.now());
  if (taskSet.backOff === before) return;
  world.timeline.at(taskSet.backOff.until, 'end of back-off', () => service.wake());
}
