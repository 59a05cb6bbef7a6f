import type { World } from '../../world.ts';
import { delays } from '../engine/delays.ts';
import type { ContainerRecord, StopCause, TaskRecord } from '../records/task.ts';
import { logLine } from './awslogs.ts';
import { deregisterTargets } from './task-targets.ts';
import { dropPlans, enter, plan } from './task-status.ts';

/** Stops a task in ECS's order: out of the load balancer, wait until it has drained, SIGTERM, and SIGKILL if need be. */
export function stopTask(world: World, task: TaskRecord, cause: StopCause): void {
  if (task.desiredStatus === 'STOPPED') return;
  const wasRunning = task.lastStatus === 'RUNNING';
  beginStopping(world, task, cause);
  if (!wasRunning) {
    endExecution(world, task);
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

/** A task that could not come up: image, secret, logger, role. */
export function failToStart(world: World, task: TaskRecord, reason: string): void {
  beginStopping(world, task, { code: 'TaskFailedToStart', reason });
  endExecution(world, task);
}

/** A container ends by itself. If it is essential the others follow. */
export function containerExits(
  world: World,
  task: TaskRecord,
  container: ContainerRecord,
  code: number,
): void {
  if (container.lastStatus !== 'RUNNING') return;
  endContainer(world, task, container, code);
  task.version++;
  if (!container.essential && task.containers.some((other) => other.lastStatus === 'RUNNING')) return;
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
  const running = task.containers.filter((container) => container.lastStatus === 'RUNNING');
  if (running.length === 0) {
    endExecution(world, task);
    return;
  }
  const [low, high] = delays.gracefulExit;
  const takes = world.random.between(low, high);
  const patience = stopTimeout(task);
  plan(world, task, Math.min(takes, patience), 'containers stopped', () => {
    // 137 is 128 + SIGKILL: it did not end in time.
    for (const container of running) endContainer(world, task, container, takes > patience ? 137 : 0);
    endExecution(world, task);
  });
}

/** The longest stop timeout of its containers; 30 s where none is set. */
function stopTimeout(task: TaskRecord): number {
  const definitions = task.taskDefinition.definition.containerDefinitions ?? [];
  return Math.max(...definitions.map((definition) => definition.stopTimeout ?? 30)) * 1000;
}

function endContainer(world: World, task: TaskRecord, container: ContainerRecord, code: number): void {
  container.lastStatus = 'STOPPED';
  container.exitCode = code;
  logLine(world, task, container.name, `${container.name} exited with code ${code}`);
}

/** Nothing of the task runs any more: its place is free. */
function endExecution(world: World, task: TaskRecord): void {
  for (const container of task.containers) container.lastStatus = 'STOPPED';
  task.executionStoppedAt = world.timeline.now();
  task.observer.ended(task);
  if (task.networkInterface === undefined) {
    finish(world, task);
    return;
  }
  enter(task, 'DEPROVISIONING');
  const [low, high] = delays.deprovisioning;
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
