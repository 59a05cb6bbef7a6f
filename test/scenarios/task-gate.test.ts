import { describe, expect, it } from '@jest/globals';
import type { TaskCheck } from '../../src/model/gate.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { runTaskCheck } from '../../src/gates/checks/task.ts';
import type { GateSubject } from '../../src/gates/subject.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import { aGate } from '../unit/builders.ts';
import { imageOf, ref, Rehearsal, toLogGroup, webTaskDefinition, type Stage } from './rehearsal.ts';
import { measuring, scripted } from './scripted-gates.ts';

const check: TaskCheck = {
  kind: 'task',
  command: ['bin/migrate', '--all'],
  environment: { LOCK_TIMEOUT: '5s' },
  timeout: minutes(10),
};

/** A service that runs, and a second revision of it with a log. */
async function stage(options: Stage = {}, proxy = { essential: false }) {
  const rehearsal = await Rehearsal.begin(options);
  const { taskDefinition } = await rehearsal.ecs.registerTaskDefinition(
    webTaskDefinition({
      containerDefinitions: [
        {
          name: 'app',
          image: imageOf(2),
          environment: [{ name: 'DB_PASSWORD', value: 'kittens-and-yarn' }],
          logConfiguration: toLogGroup,
        },
        { name: 'proxy', image: 'registry.example/proxy:1', ...proxy },
      ],
    }),
  );
  const subject: GateSubject = {
    service: ref,
    region: 'us-east-1',
    account: '123456789012',
    moment: 'before',
    since: rehearsal.sandbox.clock.now(),
    releasedAt: rehearsal.sandbox.clock.now(),
    taskDefinition: taskDefinition?.taskDefinitionArn ?? '',
    commit: 'c0ffee',
    digests: {},
    targetGroups: { isSplit: false, ofNew: [], ofOld: [] },
  };
  const run = (change: Partial<TaskCheck> = {}, interrupt?: AbortSignal) =>
    runTaskCheck(rehearsal.context(interrupt), { ...check, ...change }, subject, 'migrate');
  const tasks = async (desiredStatus: 'RUNNING' | 'STOPPED' = 'STOPPED') => {
    const { taskArns = [] } = await rehearsal.ecs.listTasks({
      cluster: ref.cluster,
      desiredStatus,
      family: 'web',
    });
    if (taskArns.length === 0) return [];
    const { tasks = [] } = await rehearsal.ecs.describeTasks({
      cluster: ref.cluster,
      tasks: taskArns,
      include: ['TAGS'],
    });
    return tasks.filter(({ startedBy = '' }) => startedBy.startsWith('ecsdeploy/gate/'));
  };
  const exits = (code: number, after: number) =>
    rehearsal.sandbox.control.behave(imageOf(2), { command: { code, after } });
  const lines = () => rehearsal.factsOf('task.output').map(({ line }) => line);
  return { rehearsal, run, tasks, exits, lines };
}

describe('a gate that runs a task', () => {
  it('passes with exit code 0, and has run once where the tasks of the service run', async () => {
    const { rehearsal, run, tasks, exits } = await stage();
    exits(0, seconds(20));

    const measurement = await run();

    expect(measurement).toMatchObject({
      kind: 'pass',
      because: { kind: 'task-exit', container: 'app', exitCode: 0 },
    });
    expect(rehearsal.count('RunTask')).toBe(1);
    const [task, ...others] = await tasks();
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      launchType: 'FARGATE',
      group: 'gate:migrate',
      overrides: {
        containerOverrides: [
          {
            name: 'app',
            command: ['bin/migrate', '--all'],
            environment: [{ name: 'LOCK_TIMEOUT', value: '5s' }],
          },
        ],
      },
      tags: expect.arrayContaining([{ key: 'ecsdeploy:gate', value: 'migrate' }]),
    });
    const details = task?.attachments?.[0]?.details ?? [];
    expect(details).toContainEqual({ name: 'subnetId', value: 'subnet-1' });
  });

  it('fails with another exit code, and shows the last line of its log', async () => {
    const { run, exits, lines } = await stage();
    exits(3, seconds(20));

    const measurement = await run();

    expect(measurement).toMatchObject({
      kind: 'fail',
      because: { kind: 'task-exit', exitCode: 3, text: 'app exited with code 3' },
    });
    expect(lines()).toEqual([`app started (${imageOf(2)})`, 'app exited with code 3']);
  });

  it('reports the log while the task runs, each line once, and no secret of its environment', async () => {
    const { rehearsal, run, exits, lines } = await stage();
    exits(0, minutes(2));
    const write = async (line: string): Promise<void> => {
      const [group] = rehearsal.sandbox.world.logs.groups.values();
      const [stream] = group?.streams.keys() ?? [];
      rehearsal.sandbox.world.logs.append('/web', stream ?? '', line);
      await Promise.resolve();
    };
    const running = run();
    await rehearsal.meanwhile(seconds(60), () => write('connected as root:kittens-and-yarn'));
    await rehearsal.meanwhile(seconds(20), () => Promise.resolve());

    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toContain('connected as root:');
    expect(lines().join('\n')).not.toContain('kittens');

    await running;
    expect(lines()).toHaveLength(3);
  });

  it('fails where the revision cannot start', async () => {
    const { rehearsal, run } = await stage();
    const stoppedReason = 'CannotPullContainerError: manifest unknown';
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason });

    expect(await run()).toMatchObject({ kind: 'fail', because: { kind: 'task-exit', text: stoppedReason } });
  });

  it('fails when its time is over, and the task is stopped', async () => {
    const { run, tasks, exits } = await stage();
    exits(0, minutes(30));

    const measurement = await run({ timeout: minutes(2) });

    expect(measurement).toMatchObject({
      kind: 'fail',
      because: { kind: 'task-exit', text: 'ecsdeploy: not done after 120 s' },
    });
    const [task] = await tasks();
    expect(task).toMatchObject({ stopCode: 'UserInitiated' });
  });

  it('fails when somebody stops the task', async () => {
    const { rehearsal, run, tasks, exits } = await stage();
    exits(0, minutes(30));
    const running = run();
    await rehearsal.meanwhile(minutes(1), async () => {
      const [task] = await tasks('RUNNING');
      await rehearsal.ecs.stopTask({ cluster: ref.cluster, task: task?.taskArn, reason: 'wrong database' });
    });

    expect(await running).toMatchObject({ kind: 'fail', because: { text: 'wrong database' } });
  });

  it('stops what runs beside the container that counts', async () => {
    const { run, tasks, exits, rehearsal } = await stage();
    exits(0, minutes(30));
    rehearsal.sandbox.control.behave('registry.example/proxy:1', {
      command: { code: 0, after: seconds(30) },
    });

    expect(await run({ container: 'proxy' })).toMatchObject({
      kind: 'pass',
      because: { container: 'proxy' },
    });
    expect(await tasks('RUNNING')).toEqual([]);
  });

  it('does not pass what another essential container has ended before it was done', async () => {
    const { rehearsal, run, exits } = await stage({}, { essential: true });
    exits(0, minutes(30));
    rehearsal.sandbox.control.behave('registry.example/proxy:1', {
      exit: { code: 1, after: seconds(30) },
    });

    const measurement = await run({ container: 'app' });

    expect(measurement.kind).not.toBe('pass');
    expect(JSON.stringify(measurement)).toContain('proxy ended with exit code 1');
  });

  it('keeps its verdict where what runs beside it cannot be stopped, and says that it runs on', async () => {
    const { run, exits, rehearsal } = await stage();
    exits(0, minutes(30));
    rehearsal.sandbox.control.behave('registry.example/proxy:1', {
      command: { code: 0, after: seconds(30) },
    });
    rehearsal.sandbox.control.fault({ operation: 'StopTask', error: 'AccessDeniedException' });

    expect(await run({ container: 'proxy' })).toMatchObject({ kind: 'pass' });
    expect(rehearsal.factsOf('warning')).toMatchObject([{ warning: { kind: 'task-not-stopped' } }]);
  });

  it('stops a task whose time is over also where AWS shows it no more, so that none runs beside the next', async () => {
    const { rehearsal, run, exits } = await stage();
    exits(0, minutes(30));
    rehearsal.sandbox.control.fault({ operation: 'DescribeTasks', error: 'AccessDeniedException' });

    await expect(run({ timeout: minutes(2) })).rejects.toMatchObject({ code: expect.any(String) });
    expect(rehearsal.count('StopTask')).toBe(1);
  });

  it('starts one task when the reply to its request is lost', async () => {
    const { rehearsal, run, tasks, exits } = await stage();
    exits(0, seconds(20));
    rehearsal.sandbox.control.fault({ operation: 'RunTask', loseReply: true, count: 1 });

    expect(await run()).toMatchObject({ kind: 'pass' });
    expect(rehearsal.count('RunTask')).toBe(2);
    expect(await tasks()).toHaveLength(1);
  });

  it('runs without tags where the role may not tag tasks', async () => {
    const { rehearsal, run, tasks, exits } = await stage();
    exits(0, seconds(20));
    rehearsal.sandbox.control.fault({
      operation: 'RunTask',
      error: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:TagResource on resource: arn:aws:ecs:us-east-1:123456789012:task/prod/* because no identity-based policy allows the ecs:TagResource action',
      count: 1,
    });

    expect(await run()).toMatchObject({ kind: 'pass' });
    expect((await tasks())[0]?.tags).toEqual([]);
  });

  it('judges by the exit code also where the log may not be read, and says once that it may not', async () => {
    const { rehearsal, run, exits, lines } = await stage();
    exits(0, minutes(1));
    rehearsal.sandbox.control.fault({ operation: 'GetLogEvents', error: 'AccessDeniedException' });

    expect(await run()).toMatchObject({ kind: 'pass' });
    expect(lines()).toEqual([]);
    expect(rehearsal.factsOf('warning')).toHaveLength(1);
  });

  it('goes on looking while AWS does not answer', async () => {
    const { rehearsal, run, tasks, exits } = await stage();
    exits(0, minutes(1));
    rehearsal.sandbox.control.fault({ operation: 'DescribeTasks', error: 'ThrottlingException', count: 30 });

    expect(await run()).toMatchObject({ kind: 'pass' });
    expect(await tasks()).toHaveLength(1);
  });

  it('runs nothing where the revision has no such container', async () => {
    const { rehearsal, run } = await stage();
    const measurement = await run({ container: 'worker' });

    expect(measurement).toEqual({
      kind: 'error',
      at: expect.any(Number),
      error: 'web has no container worker, only app, proxy',
    });
    expect(rehearsal.count('RunTask')).toBe(0);
  });

  it('leaves the task running when it is interrupted, says so, and follows it when it is asked again', async () => {
    const { rehearsal, run, tasks, exits } = await stage();
    exits(0, minutes(5));

    await expect(run({}, rehearsal.interruptAfter(minutes(1)))).rejects.toBeInstanceOf(Interrupted);

    const [left] = await tasks('RUNNING');
    expect(rehearsal.factsOf('warning')).toEqual([
      {
        type: 'warning',
        warning: {
          kind: 'task-left-running',
          gate: 'migrate',
          region: 'us-east-1',
          cluster: 'prod',
          startedBy: left?.startedBy,
          task: left?.taskArn,
        },
      },
    ]);

    expect(await run()).toMatchObject({ kind: 'pass', because: { task: left?.taskArn } });
    expect(rehearsal.count('RunTask')).toBe(1);
  });

  it('starts none while an earlier one is still being stopped, and one when that is over', async () => {
    const { rehearsal, run, tasks, exits } = await stage();
    exits(0, minutes(5));
    await expect(run({}, rehearsal.interruptAfter(minutes(1)))).rejects.toBeInstanceOf(Interrupted);
    const [left] = await tasks('RUNNING');
    await rehearsal.ecs.stopTask({ cluster: ref.cluster, task: left?.taskArn });

    expect(await run()).toMatchObject({
      kind: 'error',
      error: `task ${left?.taskArn ?? ''} of an earlier run is still being stopped`,
    });
    expect(rehearsal.count('RunTask')).toBe(1);

    await rehearsal.sandbox.clock.sleep(minutes(1));
    expect(await run()).toMatchObject({ kind: 'pass' });
    expect(rehearsal.count('RunTask')).toBe(2);
  });

  it('runs anew when it is asked again after its end', async () => {
    const { rehearsal, run, exits } = await stage();
    exits(1, seconds(20));

    await run();
    await run();

    expect(rehearsal.count('RunTask')).toBe(2);
  });

  it('runs by the capacity providers of the service where it has no launch type', async () => {
    const { run, tasks, exits } = await stage({
      service: {
        launchType: undefined,
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
      },
    });
    exits(0, seconds(20));

    expect(await run()).toMatchObject({ kind: 'pass' });
    expect((await tasks())[0]).toMatchObject({ capacityProviderName: 'FARGATE_SPOT' });
  });
});

describe('a release with a migration', () => {
  const migrate = aGate({ name: 'migrate', check, at: ['before'] });

  it('runs it once with the new revision, and then begins', async () => {
    const rehearsal = await Rehearsal.begin();

    const { outcome, gates } = await rehearsal.deploy(measuring([migrate]));

    expect(outcome.kind).toBe('succeeded');
    expect(gates).toMatchObject([{ gate: 'migrate', moment: 'before', verdict: { kind: 'pass' } }]);
    expect(rehearsal.count('RunTask')).toBe(1);
    const order = rehearsal.sandbox.control.calls.recent().map(({ operation }) => operation);
    expect(order.indexOf('RunTask')).toBeLessThan(order.lastIndexOf('UpdateService'));
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:2' });
  });

  it('does not run for a release that another gate refuses', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [1]);
    const look = aGate({ name: 'freeze', at: ['before'] });

    const { outcome, gates } = await rehearsal.deploy(measuring([migrate, look]));

    expect(outcome).toMatchObject({ kind: 'error', error: { because: { gate: 'freeze' } } });
    expect(gates).toHaveLength(1);
    expect(rehearsal.count('RunTask')).toBe(0);
  });

  it('says which tasks have run where another of them refuses it', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { command: { code: 1, after: seconds(5) } });

    const { outcome } = await rehearsal.deploy(measuring([migrate]));

    expect(outcome).toMatchObject({
      error: { message: 'The deployment was not started; the task of gate migrate had run by then' },
    });
  });

  it.each([
    ['ends badly', { command: { code: 1, after: seconds(5) } }],
    ['cannot start', { stoppedReason: 'CannotPullContainerError: manifest unknown' }],
  ])('changes nothing where it %s', async (_, behaviour) => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), behaviour);
    const before = rehearsal.count('UpdateService');

    const { outcome } = await rehearsal.deploy(measuring([migrate]));

    expect(outcome).toMatchObject({
      kind: 'error',
      error: {
        code: 'refused.gate_failed',
        because: { gate: 'migrate', verdict: 'fail', because: { last: { kind: 'task-exit' } } },
      },
    });
    expect(exitCodeOf(outcome)).toBe(10);
    expect(rehearsal.count('UpdateService')).toBe(before);
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1', images: [imageOf(1)] });
  });
});
