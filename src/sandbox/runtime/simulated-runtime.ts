import { delays } from '../ecs/engine/delays.ts';
import type { ContainerRecord, TaskRecord } from '../ecs/records/task.ts';
import { logLine, prepareLogs } from '../ecs/tasks/awslogs.ts';
import { healthVerdictAfter } from '../ecs/tasks/container-health.ts';
import { pullImage } from '../ecs/tasks/pin-image.ts';
import { resolveSecrets } from '../ecs/tasks/secrets.ts';
import { brokenContainer, startFailure, takenAway } from '../ecs/tasks/failures.ts';
import { containerStarted, imagesPulled, taskRuns } from '../ecs/tasks/start-task.ts';
import { containerExits, containerFailsToStart, failToStart, stopTask } from '../ecs/tasks/stop-task.ts';
import { containerHealth } from '../ecs/tasks/task-health.ts';
import { plan } from '../ecs/tasks/task-status.ts';
import { longestStopTimeout } from '../ecs/tasks/stop-timeout.ts';
import type { ImageBehaviour } from '../engine/image-behaviour.ts';
import type { World } from '../world.ts';
import type { TaskRuntime } from './task-runtime.ts';

/** Of a task that AWS takes away, or whose target it looks for in vain, from its start on. */
const untilAwsActs = 10_000;

/** Nothing runs: tasks behave as a person said that containers of their images behave. */
export const simulatedRuntime: TaskRuntime = {
  kind: 'simulated',
  launch,
  terminate,
  discard: () => undefined,
};

function launch(world: World, task: TaskRecord): void {
  const behaviours = task.containers.map((container) => world.behaviours.of(container.image));
  // Pull and start together take the start delay of the slowest image; the pull is most of it.
  const startDelay = Math.max(0, ...behaviours.map((behaviour) => behaviour.startDelay));
  const pullTime = Math.floor(startDelay * 0.7);
  plan(world, task, pullTime, 'images pulled', () => {
    const reason =
      secretsMissing(world, task) ??
      prepareLogs(world, task) ??
      behaviours.find((b) => b.stoppedReason !== undefined)?.stoppedReason ??
      startFailure(world, task) ??
      pullAll(world, task);
    if (reason !== undefined) {
      failToStart(world, task, reason);
      return;
    }
    imagesPulled(world, task);
    plan(world, task, startDelay - pullTime, 'containers started', () => {
      const broken = brokenContainer(world, task);
      if (broken === undefined) run(world, task);
      else containerFailsToStart(world, task, broken.container, broken.reason);
    });
  });
}

function secretsMissing(world: World, task: TaskRecord): string | undefined {
  const resolved = resolveSecrets(world, task);
  return resolved.kind === 'failed' ? resolved.reason : undefined;
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
  for (const container of task.containers) {
    const id = task.onFargate ? `${task.id}-${world.random.digits(10)}` : world.random.hex(64);
    containerStarted(container, id);
    logLine(world, task, container.name, `${container.name} started (${container.image})`);
    followContainer(world, task, container);
  }
  taskRuns(world, task);
  const taken = takenAway(world, task);
  if (taken !== undefined) {
    plan(world, task, untilAwsActs, 'task taken away', () => stopTask(world, task, taken));
  }
  for (const target of task.targets.filter(({ isMissing }) => isMissing)) {
    plan(world, task, untilAwsActs, 'target not found', () => task.observer.targetMissing(task, target));
  }
}

function followContainer(world: World, task: TaskRecord, container: ContainerRecord): void {
  const { health } = world.behaviours.of(container.image);
  const exit = exitOf(world, task, container);
  if (exit !== undefined) {
    plan(world, task, exit.after, 'container exits', () => {
      if (exit.lastLine !== undefined) logLine(world, task, container.name, exit.lastLine);
      end(world, task, container, exit.code, exit.reason);
    });
  }
  const check = task.taskDefinition.definition.containerDefinitions?.find(
    (c) => c.name === container.name,
  )?.healthCheck;
  if (check === undefined || health === 'none') return;
  plan(world, task, healthVerdictAfter(check, health), 'container health', () =>
    containerHealth(world, task, container, health === 'healthy' ? 'HEALTHY' : 'UNHEALTHY'),
  );
}

/** What a command given by RunTask does of which nobody has said anything: it is no server, and comes to an end. */
const usualCommand = { code: 0, after: 2_000 };

function exitOf(world: World, task: TaskRecord, container: ContainerRecord): ImageBehaviour['exit'] {
  const { exit, command } = world.behaviours.of(container.image);
  const override = task.overrides?.containerOverrides?.find(({ name }) => name === container.name);
  return override?.command === undefined ? exit : (command ?? exit ?? usualCommand);
}

function terminate(world: World, task: TaskRecord): void {
  const running = task.containers.filter((container) => container.lastStatus === 'RUNNING');
  const [low, high] = delays.gracefulExit;
  const takes = world.random.between(low, high);
  const patience = longestStopTimeout(task) * 1000;
  plan(world, task, Math.min(takes, patience), 'containers stopped', () => {
    // 137 is 128 + SIGKILL: it did not end in time.
    for (const container of running) end(world, task, container, takes > patience ? 137 : 0);
  });
}

function end(
  world: World,
  task: TaskRecord,
  container: ContainerRecord,
  code: number,
  reason?: string,
): void {
  if (container.lastStatus !== 'RUNNING') return;
  logLine(world, task, container.name, `${container.name} exited with code ${code}`);
  containerExits(world, task, container, { code, reason });
}
