import type { Task } from '@aws-sdk/client-ecs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import type { TaskRecord } from '../../../src/sandbox/ecs/records/task.ts';
import { containerStarted, imagesPulled, taskRuns } from '../../../src/sandbox/ecs/tasks/start-task.ts';
import { containerExits, failToStart } from '../../../src/sandbox/ecs/tasks/stop-task.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { ContainerRuntime } from '../../../src/sandbox/runtime/runtimes.ts';
import { Rehearsal } from '../ecs/rehearsal.ts';

/** A runtime whose containers do what a test says, when it says it. */
class Told implements ContainerRuntime {
  readonly kind = 'docker';
  readonly engine = 'told';
  readonly launched: TaskRecord[] = [];
  readonly terminated: TaskRecord[] = [];
  readonly discarded: TaskRecord[] = [];

  launch(_world: unknown, task: TaskRecord): void {
    this.launched.push(task);
  }
  terminate(_world: unknown, task: TaskRecord): void {
    this.terminated.push(task);
  }
  discard(_world: unknown, task: TaskRecord): void {
    this.discarded.push(task);
  }
  count(): number {
    return this.launched.length - this.discarded.length;
  }
  forget(): void {
    this.launched.length = 0;
  }
  settled(): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

let rehearsal: Rehearsal;
let runtime: Told;
beforeEach(() => {
  rehearsal = new Rehearsal();
  runtime = new Told();
  rehearsal.world.runtimes.use('docker', runtime);
});

function launch(containers = ['app']): TaskRecord {
  const taskDefinition = rehearsal.register('example/web:1', {
    containerDefinitions: containers.map((name, nth) => ({
      name,
      image: `example/${name}:1`,
      essential: nth === 0,
    })),
  });
  rehearsal.call(ecsOperations.RunTask, {
    cluster: 'demo',
    taskDefinition,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  });
  rehearsal.pass(1);
  return runtime.launched.at(-1)!;
}

function start(task: TaskRecord, names = task.containers.map(({ name }) => name)): void {
  for (const container of task.containers) {
    if (names.includes(container.name)) containerStarted(container, `id-of-${container.name}`);
  }
}

function run(task: TaskRecord): void {
  imagesPulled(rehearsal.world, task);
  start(task);
  taskRuns(rehearsal.world, task);
}

function exit(task: TaskRecord, name: string, code: number, reason?: string): void {
  const container = task.containers.find((one) => one.name === name)!;
  containerExits(rehearsal.world, task, container, { code, reason });
}

function described({ arn }: TaskRecord): Task {
  return rehearsal.call(ecsOperations.DescribeTasks, { cluster: 'demo', tasks: [arn] }).tasks![0]!;
}

describe('the life of a task of real containers', () => {
  it('goes through the states of ECS, at the pace of its containers', () => {
    const task = launch();
    expect(described(task)).toMatchObject({ lastStatus: 'PENDING', desiredStatus: 'RUNNING' });
    rehearsal.pass(600);
    expect(described(task).lastStatus).toBe('PENDING');
    imagesPulled(rehearsal.world, task);
    expect(described(task).lastStatus).toBe('ACTIVATING');
    start(task);
    taskRuns(rehearsal.world, task);
    expect(described(task)).toMatchObject({
      lastStatus: 'RUNNING',
      containers: [{ runtimeId: 'id-of-app', lastStatus: 'RUNNING' }],
    });
    rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: task.id, reason: 'enough' });
    expect(described(task).lastStatus).toBe('STOPPING');
    expect(runtime.terminated).toEqual([task]);
    rehearsal.pass(600);
    expect(described(task).lastStatus).toBe('STOPPING');
    exit(task, 'app', 143);
    expect(described(task).lastStatus).toBe('DEPROVISIONING');
    expect(runtime.discarded).toEqual([task]);
    rehearsal.pass(1);
    expect(described(task)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'enough',
      containers: [{ exitCode: 143 }],
    });
  });

  it('ends with an essential container, and takes the others along', () => {
    const task = launch(['app', 'log']);
    run(task);
    exit(task, 'app', 137, 'OutOfMemoryError: Container killed due to memory usage');
    expect(described(task)).toMatchObject({
      lastStatus: 'STOPPING',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }, {}],
    });
    expect(runtime.terminated).toEqual([task]);
    expect(runtime.discarded).toEqual([]);
    exit(task, 'log', 0);
    expect(runtime.discarded).toEqual([task]);
  });

  it('goes on without a container that is not essential', () => {
    const task = launch(['app', 'log']);
    run(task);
    exit(task, 'log', 1);
    expect(described(task)).toMatchObject({ lastStatus: 'RUNNING', containers: [{}, { exitCode: 1 }] });
  });

  it('ends before it runs when an essential container does not last, and that is a failed start', () => {
    rehearsal.createService('example/web:1', { desiredCount: 1 });
    rehearsal.until(() => runtime.launched.length > 0);
    const [task] = runtime.launched;
    imagesPulled(rehearsal.world, task!);
    start(task!);
    exit(task!, task!.containers[0]!.name, 1);
    expect(rehearsal.primary.failedTasks).toBe(1);
  });

  it('does not begin when an image cannot be pulled', () => {
    const task = launch();
    failToStart(rehearsal.world, task, 'CannotPullContainerError: no');
    rehearsal.pass(1);
    expect(described(task)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: no',
    });
    expect(runtime.discarded).toEqual([task]);
  });

  it('stops what is up already when another container cannot start', () => {
    const task = launch(['app', 'log']);
    imagesPulled(rehearsal.world, task);
    start(task, ['log']);
    failToStart(rehearsal.world, task, 'CannotStartContainerError: no');
    expect(runtime.terminated).toEqual([task]);
    exit(task, 'log', 143);
    expect(runtime.discarded).toEqual([task]);
    expect(described(task)).toMatchObject({
      stopCode: 'TaskFailedToStart',
      containers: [{}, { exitCode: 143 }],
    });
  });

  it('is over at once when it is stopped before anything runs', () => {
    const task = launch();
    rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: task.id });
    expect(runtime.terminated).toEqual([]);
    expect(runtime.discarded).toEqual([task]);
  });
});

describe('the target of a real container', () => {
  it('is where its container is, and passes on with its address', () => {
    const targetGroupArn = rehearsal.targetGroup();
    const targetsIn = (): unknown[] =>
      rehearsal
        .call(elbv2Operations.DescribeTargetHealth, { TargetGroupArn: targetGroupArn })
        .TargetHealthDescriptions!.map(({ Target, TargetHealth }) => [
          Target!.Id,
          Target!.Port,
          TargetHealth!.State,
        ]);
    rehearsal.createService('example/web:1', { desiredCount: 2, ...rehearsal.behind(targetGroupArn) });
    rehearsal.until(() => runtime.launched.length === 2);
    const [first, second] = runtime.launched;
    for (const task of [first!, second!]) {
      task.targets[0]!.id = '172.17.0.2';
      run(task);
    }
    expect(targetsIn()).toEqual([['172.17.0.2', 8080, 'initial']]);
    exit(first!, 'app', 1);
    // The end of the first is told late: the address is the second one's by now, and stays in.
    expect(targetsIn()).toEqual([['172.17.0.2', 8080, 'initial']]);
    expect(described(second!).lastStatus).toBe('RUNNING');
  });
});
