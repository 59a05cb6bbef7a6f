import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { Gate } from '../../src/model/gate.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';

const smokeTask: Gate = commandGate({
  at: ['after'],
  count: 1,
  check: { kind: 'task', command: ['bin/smoke'], environment: {}, timeout: minutes(10) },
});

/** Tasks that gates have started, in any state. */
async function tasksOfGates({ ecs }: Rehearsal, desiredStatus: 'RUNNING' | 'STOPPED') {
  const { taskArns: tasks = [] } = await ecs.listTasks({ cluster: 'prod', family: 'web', desiredStatus });
  if (tasks.length === 0) return [];
  const described = await ecs.describeTasks({ cluster: 'prod', tasks });
  return (described.tasks ?? []).filter(({ startedBy = '' }) => startedBy.startsWith('ecsdeploy/gate/'));
}

const warnings = (rehearsal: Rehearsal): string[] =>
  rehearsal.factsOf('warning').map(({ warning }) => warning.kind);

describe('A task that still runs when the watch is over', () => {
  it('is waited for, stopped when its time is up, and bad', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { command: { code: 0, after: minutes(60) } });

    const { outcome, gates } = await rehearsal.deploy(measuring([smokeTask], minutes(10)));

    expect(gates).toMatchObject([{ verdict: { kind: 'fail' }, counts: { fail: 1 } }]);
    expect(exitCodeOf(outcome)).toBe(20);
    expect(await tasksOfGates(rehearsal, 'RUNNING')).toEqual([]);
    expect(await tasksOfGates(rehearsal, 'STOPPED')).toMatchObject([
      { stopCode: 'UserInitiated', stoppedReason: 'ecsdeploy: not done after 600 s' },
    ]);
    expect(warnings(rehearsal)).not.toContain('task-left-running');
  });

  it.each([
    ['good', 0, 0],
    ['bad', 1, 20],
  ])('is heard where it ends in its own time: %s', async (_, code, exit) => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { command: { code, after: minutes(4) } });

    const { outcome, gates } = await rehearsal.deploy(measuring([smokeTask], minutes(2)));

    expect(gates?.[0]?.verdict.kind).toBe(code === 0 ? 'pass' : 'fail');
    expect(exitCodeOf(outcome)).toBe(exit);
    expect(rehearsal.factsOf('gates.awaited')).toMatchObject([{ moment: 'after', gates: ['smoke'] }]);
  });

  it('is waited for no longer when somebody interrupts, and said to run on', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { command: { code: 0, after: minutes(60) } });
    const interrupt = new AbortController();
    const context = rehearsal.context(interrupt.signal);
    const report: typeof context.report = (fact) => {
      context.report(fact);
      if (fact.type === 'gates.awaited') interrupt.abort(new Interrupted('SIGINT'));
    };

    const { outcome } = await rehearsal.deploy(measuring([smokeTask], minutes(2)), { ...context, report });

    expect(outcome).toMatchObject({ kind: 'interrupted', released: true });
    expect(warnings(rehearsal)).toContain('task-left-running');
    expect(await tasksOfGates(rehearsal, 'RUNNING')).toHaveLength(1);
  });
});

describe('A measurement that is on its way when its moment is over', () => {
  /** Answers 200 at once the first time, and 503 twenty seconds after each question from then on. */
  function turningBad(rehearsal: Rehearsal): { readonly times: () => number } {
    let times = 0;
    rehearsal.askHttp = async ({ signal }) => {
      times++;
      if (times === 1) return { status: 200, body: '', milliseconds: 5 };
      await rehearsal.sandbox.clock.sleep(seconds(20), signal);
      return { status: 503, body: '', milliseconds: 20_000 };
    };
    return { times: () => times };
  }
  const page: Gate = commandGate({
    at: ['after'],
    interval: seconds(30),
    check: {
      kind: 'http',
      url: 'https://shop.example/health',
      method: 'GET',
      headers: {},
      statuses: [{ from: 200, to: 299 }],
      timeout: seconds(30),
    },
  });

  it('counts after the watch, and none begins any more', async () => {
    const rehearsal = await Rehearsal.begin();
    const asked = turningBad(rehearsal);

    const { outcome, gates } = await rehearsal.deploy(measuring([page], seconds(40)));

    expect(gates).toMatchObject([{ verdict: { kind: 'fail' }, counts: { pass: 1, fail: 1 } }]);
    expect(exitCodeOf(outcome)).toBe(20);
    expect(asked.times()).toBe(2);
  });

  it('does not make a gate wait that allows what came too late', async () => {
    const rehearsal = await Rehearsal.begin();
    const asked = turningBad(rehearsal);

    const gate = { ...page, failuresAllowed: 1 };
    const { outcome, gates } = await rehearsal.deploy(measuring([gate], seconds(40)));

    expect(gates).toMatchObject([{ verdict: { kind: 'pass' }, counts: { pass: 1, fail: 1 } }]);
    expect(outcome.kind).toBe('succeeded');
    expect(asked.times()).toBe(2);
  });

  it('counts when the deployment is over', async () => {
    const rehearsal = await Rehearsal.begin();
    let runs = 0;
    rehearsal.runProgram = async ({ signal }) => {
      if (++runs === 1) return { kind: 'exit', exitCode: 0 };
      await rehearsal.sandbox.clock.sleep(minutes(3), signal);
      return { kind: 'exit', exitCode: 1 };
    };
    const command = { kind: 'command', command: ['smoke'], timeout: minutes(5) } as const;

    const gate = commandGate({ at: ['during'], check: command });
    const { outcome, gates } = await rehearsal.deploy(measuring([gate]));

    expect(gates).toMatchObject([{ moment: 'during', verdict: { kind: 'fail' } }]);
    expect(exitCodeOf(outcome)).toBe(20);
    expect(rehearsal.factsOf('gates.awaited')).toMatchObject([{ moment: 'during', gates: ['smoke'] }]);
    expect(runs).toBe(2);
  });

  it('is given up when it takes longer than it may, which is not bad', async () => {
    const rehearsal = await Rehearsal.begin();
    let runs = 0;
    rehearsal.runProgram = () =>
      ++runs === 1 ? Promise.resolve({ kind: 'exit', exitCode: 0 }) : new Promise<never>(() => undefined);

    const gate = commandGate({ at: ['after'], interval: seconds(30) });
    const { outcome, gates } = await rehearsal.deploy(measuring([gate], seconds(40)));

    expect(gates).toMatchObject([{ verdict: { kind: 'pass' }, counts: { pass: 1, error: 1 } }]);
    expect(outcome.kind).toBe('succeeded');
  });

  it('is not waited for where nothing is on its way', async () => {
    const rehearsal = await Rehearsal.begin();
    const programs = scripted(rehearsal, [0]);

    const gate = commandGate({ at: ['during', 'after'], interval: seconds(30) });
    const { outcome } = await rehearsal.deploy(measuring([gate], seconds(40)));

    expect(outcome.kind).toBe('succeeded');
    expect(programs.times()).toBeGreaterThan(2);
    expect(rehearsal.factsOf('gates.awaited')).toEqual([]);
  });
});
