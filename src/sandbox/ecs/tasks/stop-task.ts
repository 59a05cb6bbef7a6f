import type { World } from '../../world.ts';
import { delays } from '../engine/delays.ts';
import type { ContainerRecord, StopCause, TaskRecord } from '../records/task.ts';
import { deregisterTargets } from './task-targets.ts';
import { dropPlans, enter, plan } from './task-status.ts';

/** Stops a task in ECS's order: out of the load balancer, wait until it has drained, SIGTERM, and SIGKILL if need be. */
export function stopTask(world: World, task: TaskRecord, cause: StopCause): void {
  if (task.desiredStatus === 'STOPPED') return;
  const wasRunning = task.lastStatus === 'RUNNING';
  beginStopping(world, task, cause);
  if (!wasRunning) {
    // Containers that are up already, while others are not, get their SIGTERM too.
    if (hasRunning(task)) terminate(world, task);
    else endExecution(world, task);
    return;
  }
  enter(task, 'DEACTIVATING');
  deregisterTargets(world, task);
  afterDraining(world, task);
}

/** Goes on as soon as no target of the task drains any more. */
export function afterDraining(world: World, task: TaskRecord): void {
  if (task.lastStatus === 'DEACTIVATING' && !isDraining(task)) terminate(world, task);
}

/**
 * What ECS says of a task of which a container cannot be made or started. Why stands only in the `reason` of that container, other than
 * with images that cannot be pulled and resources that cannot be initialised, of which the task itself tells.
 */
export const containerNotStarted = 'Task failed to start';

/** A task of which a container cannot be made or started. */
export function containerFailsToStart(
  world: World,
  task: TaskRecord,
  container: ContainerRecord,
  reason: string,
): void {
  container.reason = reason;
  failToStart(world, task, containerNotStarted);
}

/** A task that could not come up: image, secret, logger, role. */
export function failToStart(world: World, task: TaskRecord, reason: string): void {
  beginStopping(world, task, { code: 'TaskFailedToStart', reason });
  if (hasRunning(task)) terminate(world, task);
  else endExecution(world, task);
}

/** How a container ended. `reason` is ECS's own where there is more to say than the exit code. */
export interface ContainerExit {
  readonly code: number | undefined;
  readonly reason?: string | undefined;
}

/** A container has ended. Of a task that was not told to stop, the others follow if it is essential. */
export function containerExits(
  world: World,
  task: TaskRecord,
  container: ContainerRecord,
  { code, reason }: ContainerExit,
): void {
  if (container.lastStatus !== 'RUNNING') return;
  container.lastStatus = 'STOPPED';
  if (code !== undefined) container.exitCode = code;
  if (reason !== undefined) container.reason = reason;
  if (task.desiredStatus === 'STOPPED') {
    if (hasRunning(task)) return;
    if (task.lastStatus === 'STOPPING') endExecution(world, task);
    // It ended by itself while its targets drained.
    else if (task.lastStatus === 'DEACTIVATING') terminate(world, task);
    return;
  }
  task.version++;
  if (!container.essential && task.containers.some((other) => other.lastStatus !== 'STOPPED')) return;
  // What has ended needs no draining: the targets go, and the task does not wait for them.
  beginStopping(world, task, {
    code: 'EssentialContainerExited',
    reason: 'Essential container in task exited',
  });
  deregisterTargets(world, task);
  terminate(world, task);
}

function beginStopping(world: World, task: TaskRecord, cause: StopCause): void {
  dropPlans(task);
  task.desiredStatus = 'STOPPED';
  task.stop = cause;
  task.healthy = false;
  task.stoppingAt = world.timeline.now();
  task.version++;
}

function isDraining(task: TaskRecord): boolean {
  return task.targets.some((target) => target.registered);
}

function terminate(world: World, task: TaskRecord): void {
  enter(task, 'STOPPING');
  if (hasRunning(task)) task.runtime.terminate(world, task);
  else endExecution(world, task);
}

function hasRunning(task: TaskRecord): boolean {
  return task.containers.some((container) => container.lastStatus === 'RUNNING');
}

/** Nothing of the task runs any more: its place is free. */
function endExecution(world: World, task: TaskRecord): void {
  for (const container of task.containers) container.lastStatus = 'STOPPED';
  task.executionStoppedAt = world.timeline.now();
  world.ecs.taskChanged(task);
  task.runtime.discard(world, task);
  task.observer.ended(task);
  if (task.networkInterface === undefined) {
    finish(world, task);
    return;
  }
  enter(task, 'DEPROVISIONING');
  const [low, high] = task.runtime.kind === 'docker' ? delays.deprovisioningReal : delays.deprovisioning;
  plan(world, task, world.random.between(low, high), 'task stopped', () => finish(world, task));
}

function finish(world: World, task: TaskRecord): void {
  enter(task, 'STOPPED');
  task.stoppedAt = world.timeline.now();
  task.observer.stopped(task);
  world.timeline.after(delays.stoppedTaskKept, 'stopped task forgotten', () =>
    task.cluster.tasks.delete(task.id),
  );
}
