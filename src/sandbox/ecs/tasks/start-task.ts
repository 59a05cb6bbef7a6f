import type { World } from '../../world.ts';
import { delays } from '../engine/delays.ts';
import type { ContainerRecord, TaskRecord } from '../records/task.ts';
import { enter, plan } from './task-status.ts';
import { judgeHealth } from './task-health.ts';
import { registerTargets } from './task-targets.ts';

/** Takes a new task from PROVISIONING (or PENDING, without a network interface of its own) to its runtime. */
export function startTask(world: World, task: TaskRecord): void {
  const [low, high] = placementDelay(task);
  plan(world, task, world.random.between(low, high), 'task placed', () => {
    enter(task, 'PENDING');
    task.pullStartedAt = world.timeline.now();
    task.runtime.launch(world, task);
  });
}

function placementDelay(task: TaskRecord): readonly [number, number] {
  if (task.networkInterface === undefined) return delays.placing;
  return task.runtime.kind === 'docker' ? delays.provisioningReal : delays.provisioning;
}

/** The images of a task are there, and the digests of its containers known. */
export function imagesPulled(world: World, task: TaskRecord): void {
  task.pullStoppedAt = world.timeline.now();
  enter(task, 'ACTIVATING');
}

/** `runtimeId`: Docker's id of the container, or on Fargate something like it. */
export function containerStarted(container: ContainerRecord, runtimeId: string): void {
  container.lastStatus = 'RUNNING';
  container.runtimeId = runtimeId;
}

/** Every container has started: the task is RUNNING, and gets its place behind the load balancers. */
export function taskRuns(world: World, task: TaskRecord): void {
  task.startedAt = world.timeline.now();
  enter(task, 'RUNNING');
  world.ecs.taskChanged(task);
  registerTargets(world, task);
  task.observer.running(task);
  const mayHaveTargetsUnchecked = task.targets.length === 0 || task.owner?.unusedTargets === 'pass';
  if (mayHaveTargetsUnchecked && !task.containers.some((container) => container.hasHealthCheck)) {
    plan(world, task, delays.healthyWithoutCheck, 'healthy without a check', () => judgeHealth(world, task));
  }
}
