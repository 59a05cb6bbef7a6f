import { delays } from '../ecs/engine/delays.ts';
import type { ContainerRecord, TaskRecord } from '../ecs/records/task.ts';
import { logLine, prepareLogs } from '../ecs/tasks/awslogs.ts';
import { healthVerdictAfter } from '../ecs/tasks/container-health.ts';
import { pullImage } from '../ecs/tasks/pin-image.ts';
import { containerStarted, imagesPulled, taskRuns } from '../ecs/tasks/start-task.ts';
import { containerExits, failToStart } from '../ecs/tasks/stop-task.ts';
import { containerHealth } from '../ecs/tasks/task-health.ts';
import { plan } from '../ecs/tasks/task-status.ts';
import { longestStopTimeout } from '../ecs/tasks/stop-timeout.ts';
import type { World } from '../world.ts';
import type { TaskRuntime } from './task-runtime.ts';

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
    const failure =
      prepareLogs(world, task) ?? behaviours.find((b) => b.stoppedReason !== undefined)?.stoppedReason;
    const reason = failure ?? pullAll(world, task);
    if (reason !== undefined) {
      failToStart(world, task, reason);
      return;
    }
    imagesPulled(world, task);
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
  for (const container of task.containers) {
    const id = task.onFargate ? `${task.id}-${world.random.digits(10)}` : world.random.hex(64);
    containerStarted(container, id);
    logLine(world, task, container.name, `${container.name} started (${container.image})`);
    followContainer(world, task, container);
  }
  taskRuns(world, task);
}

function followContainer(world: World, task: TaskRecord, container: ContainerRecord): void {
  const { exit, health } = world.behaviours.of(container.image);
  if (exit !== undefined) {
    plan(world, task, exit.after, 'container exits', () => end(world, task, container, exit.code));
  }
  const check = task.taskDefinition.definition.containerDefinitions?.find(
    (c) => c.name === container.name,
  )?.healthCheck;
  if (check === undefined || health === 'none') return;
  plan(world, task, healthVerdictAfter(check, health), 'container health', () =>
    containerHealth(world, task, container, health === 'healthy' ? 'HEALTHY' : 'UNHEALTHY'),
  );
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

function end(world: World, task: TaskRecord, container: ContainerRecord, code: number): void {
  if (container.lastStatus !== 'RUNNING') return;
  logLine(world, task, container.name, `${container.name} exited with code ${code}`);
  containerExits(world, task, container, { code });
}
