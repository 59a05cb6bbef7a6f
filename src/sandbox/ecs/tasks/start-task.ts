import type { World } from '../../world.ts';
import { delays } from '../engine/delays.ts';
import type { ContainerRecord, TaskRecord } from '../records/task.ts';
import { logLine, prepareLogs } from './awslogs.ts';
import { healthVerdictAfter } from './container-health.ts';
import { pullImage } from './pin-image.ts';
import { containerExits, failToStart } from './stop-task.ts';
import { enter, plan } from './task-status.ts';
import { judgeHealth } from './task-health.ts';
import { registerTargets } from './task-targets.ts';

/** Takes a new task from PROVISIONING (or PENDING, without a network interface of its own) to RUNNING. */
export function startTask(world: World, task: TaskRecord): void {
  const [low, high] = task.networkInterface === undefined ? delays.placing : delays.provisioning;
  plan(world, task, world.random.between(low, high), 'task placed', () => pull(world, task));
}

function pull(world: World, task: TaskRecord): void {
  const now = world.timeline.now();
  enter(task, 'PENDING');
  task.pullStartedAt = now;
  const behaviours = task.containers.map((container) => world.behaviours.of(container.image));
  // Pull and start together take the start delay of the slowest image; the pull is most of it.
  const startDelay = Math.max(0, ...behaviours.map((behaviour) => behaviour.startDelay));
  const pullTime = Math.floor(startDelay * 0.7);
  plan(world, task, pullTime, 'images pulled', () => {
    const failure =
      prepareLogs(world, task) ?? behaviours.find((b) => b.stoppedReason !== undefined)?.stoppedReason;
    const reason = failure ?? pullAll(world, task);
    if (reason !== undefined) {
      failToStart(world, task, reason);
      return;
    }
    task.pullStoppedAt = world.timeline.now();
    enter(task, 'ACTIVATING');
    plan(world, task, startDelay - pullTime, 'containers started', () => run(world, task));
  });
}

/** Answers with the reason why an image cannot be pulled. */
function pullAll(world: World, task: TaskRecord): string | undefined {
  for (const container of task.containers) {
    const pulled = pullImage(world, task, container);
    if (pulled.kind === 'failed') return pulled.reason;
    container.imageDigest = pulled.digest;
  }
  return undefined;
}

function run(world: World, task: TaskRecord): void {
  task.startedAt = world.timeline.now();
  for (const container of task.containers) {
    container.lastStatus = 'RUNNING';
    container.runtimeId = task.onFargate ? `${task.id}-${world.random.digits(10)}` : world.random.hex(64);
    logLine(world, task, container.name, `${container.name} started (${container.image})`);
    followContainer(world, task, container);
  }
  enter(task, 'RUNNING');
  registerTargets(world, task);
  task.observer.running(task);
  const isUnchecked =
    task.targets.length === 0 && !task.containers.some((container) => container.hasHealthCheck);
  if (isUnchecked) {
    plan(world, task, delays.healthyWithoutCheck, 'healthy without a check', () => judgeHealth(world, task));
  }
}

function followContainer(world: World, task: TaskRecord, container: ContainerRecord): void {
  const { exit, health } = world.behaviours.of(container.image);
  if (exit !== undefined) {
    plan(world, task, exit.after, 'container exits', () => containerExits(world, task, container, exit.code));
  }
  const check = task.taskDefinition.definition.containerDefinitions?.find(
    (c) => c.name === container.name,
  )?.healthCheck;
  if (check === undefined || health === 'none') return;
  plan(world, task, healthVerdictAfter(check, health), 'container health', () => {
    if (container.lastStatus !== 'RUNNING') return;
    container.healthStatus = health === 'healthy' ? 'HEALTHY' : 'UNHEALTHY';
    task.version++;
    judgeHealth(world, task);
  });
}
