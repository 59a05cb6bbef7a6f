import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskObserver, TaskRecord } from '../records/task.ts';
import { countFailure, countHealthy } from './circuit-breaker.ts';
import { say, sayOnce } from './service-events.ts';
import { afterFailedStart, isImpaired, noBackOff } from './start-back-off.ts';

/** What the scheduler of a service does about news of its tasks. */
export function observeTasks(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
): TaskObserver {
  return {
    running(task) {
      deployment.reachedRunning = true;
      service.scheduler.backOff = noBackOff;
      for (const { targetGroupArn } of task.targets) {
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
      say(
        world,
        service,
        failure.kind === 'container'
          ? `(task ${task.id}) failed container health checks.`
          : `(task ${task.id}) (port ${failure.target.port}) is unhealthy in (target-group ${failure.target.targetGroupArn}) ` +
              `due to (reason ${failure.description}).`,
      );
      countFailure(world, service, deployment, 'unhealthy');
      service.wake();
    },
    ended(task) {
      const { startedAt, stop } = task;
      // An essential container may also end while others wait for it.
      const isFailure = stop?.code === 'TaskFailedToStart' || stop?.code === 'EssentialContainerExited';
      if (startedAt === undefined && isFailure) startFailed(world, service, deployment, stop.reason);
      touch(world, deployment);
      service.wake();
    },
    stopped(task: TaskRecord) {
      service.tasks.delete(task);
      if (service.status === 'DRAINING') service.wake();
    },
  };
}

function startFailed(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  reason: string,
): void {
  const { scheduler } = service;
  sayOnce(world, service, `was unable to place a task. Reason: ${reason}.`);
  const before = scheduler.backOff;
  scheduler.backOff = afterFailedStart(before, world.timeline.now());
  if (scheduler.backOff !== before) {
    world.timeline.at(scheduler.backOff.until, 'end of back-off', () => service.wake());
  }
  if (isImpaired(scheduler.backOff)) {
    sayOnce(
      world,
      service,
      'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.',
    );
  }
  countFailure(world, service, deployment, 'not-started');
}

function touch(world: World, deployment: DeploymentRecord): void {
  deployment.updatedAt = world.timeline.now();
}
