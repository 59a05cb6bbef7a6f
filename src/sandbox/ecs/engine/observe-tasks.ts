import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskObserver, TaskRecord } from '../records/task.ts';
import { containerNotStarted } from '../tasks/stop-task.ts';
import { countFailure, countHealthy } from './circuit-breaker.ts';
import { say, sayOnce } from './service-events.ts';
import { afterFailedStart, isImpaired, noBackOff } from './start-back-off.ts';
import { targetMissingText, unhealthyText } from './unhealthy-text.ts';

/** What the scheduler of a service does about news of its tasks. */
export function observeTasks(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
): TaskObserver {
  return {
    unplaced(event) {
      sayOnce(world, service, event);
      waitLonger(world, service);
    },
    running(task) {
      deployment.reachedRunning = true;
      service.scheduler.backOff = noBackOff;
      for (const { targetGroupArn } of task.targets.filter(({ registered }) => registered)) {
        say(world, service, `registered 1 targets in (target-group ${targetGroupArn})`);
      }
      touch(world, deployment);
      service.wake();
    },
    healthy() {
      countHealthy(service, deployment);
      touch(world, deployment);
      service.wake();
    },
    unhealthy(task, failure) {
      say(world, service, unhealthyText(task, failure));
      countFailure(world, service, deployment, 'unhealthy');
      service.wake();
    },
    targetMissing(task, target) {
      say(world, service, targetMissingText(task, target));
    },
    ended(task) {
      const reason = startFailure(task);
      if (reason !== undefined) startFailed(world, service, deployment, reason);
      touch(world, deployment);
      service.wake();
    },
    stopped(task: TaskRecord) {
      service.tasks.delete(task);
      if (service.status === 'DRAINING') service.wake();
    },
  };
}

/** Why a task that has ended never was RUNNING, if it was its own fault. */
export function startFailure({ startedAt, stop }: TaskRecord): string | undefined {
  if (startedAt !== undefined) return undefined;
  // An essential container may also end while others wait for it.
  const isFailure = stop?.code === 'TaskFailedToStart' || stop?.code === 'EssentialContainerExited';
  return isFailure ? stop.reason : undefined;
}

/** The event with the reason of a task that did not start; of a container that cannot be started, events of AWS say nothing. */
export function sayNotPlaced(world: World, service: ServiceRecord, reason: string): void {
  if (reason === containerNotStarted) return;
  sayOnce(world, service, `was unable to place a task. Reason: ${reason}.`);
}

/** AWS's text for a service whose tasks do not get to RUNNING again and again. */
export const impairedText =
  'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.';

function startFailed(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  reason: string,
): void {
  sayNotPlaced(world, service, reason);
  waitLonger(world, service);
  if (isImpaired(service.scheduler.backOff)) sayOnce(world, service, impairedText);
  countFailure(world, service, deployment, 'not-started');
}

function waitLonger(world: World, service: ServiceRecord): void {
  const { scheduler } = service;
  const before = scheduler.backOff;
  scheduler.backOff = afterFailedStart(before, world.timeline.now());
  if (scheduler.backOff === before) return;
  world.timeline.at(scheduler.backOff.until, 'end of back-off', () => service.wake());
}

function touch(world: World, deployment: DeploymentRecord): void {
  deployment.updatedAt = world.timeline.now();
}
