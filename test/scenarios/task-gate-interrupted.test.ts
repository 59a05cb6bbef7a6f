import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { Gate } from '../../src/model/gate.ts';
import { resultText } from '../../src/output/result-text.ts';
import { paletteFor } from '../../src/output/palette.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import type { DeployRequest } from '../../src/release/requests.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';
import { commandGate, measuring } from './scripted-gates.ts';

const migrate: Gate = commandGate({
  name: 'migrate',
  at: ['before'],
  count: 1,
  check: { kind: 'task', command: ['bin/migrate'], environment: {}, timeout: minutes(10) },
});

/** A release with a migration of an hour, interrupted so long after AWS was asked to start it. */
async function interrupted(
  afterRunTask: number,
  fault?: Omit<Fault, 'operation'>,
  request: Partial<DeployRequest> = {},
) {
  const rehearsal = await Rehearsal.begin();
  const { sandbox } = rehearsal;
  sandbox.control.behave(imageOf(2), { command: { code: 0, after: minutes(60) } });
  if (fault !== undefined) sandbox.control.fault({ operation: 'RunTask', ...fault });
  const interrupt = new AbortController();
  const whenAsked = async (): Promise<void> => {
    while (rehearsal.count('RunTask') === 0) await sandbox.clock.sleep(100);
    await sandbox.clock.sleep(afterRunTask);
    interrupt.abort(new Interrupted('SIGINT'));
  };
  const [result] = await Promise.all([
    rehearsal.deploy({ ...measuring([migrate]), ...request }, interrupt.signal),
    whenAsked(),
  ]);
  const { taskArns = [] } = await rehearsal.ecs.listTasks({ cluster: 'prod', family: 'web' });
  const { tasks = [] } = await rehearsal.ecs.describeTasks({ cluster: 'prod', tasks: taskArns });
  const [task] = tasks.filter(({ startedBy = '' }) => startedBy.startsWith('ecsdeploy/gate/'));
  return { rehearsal, result, task };
}

const plain = paletteFor({ color: false });
const where = '--region us-east-1 --cluster prod';

describe('Ctrl-C while the task of a gate is being started', () => {
  it.each<[string, number, Omit<Fault, 'operation'> | undefined, Partial<DeployRequest>]>([
    ['runs', seconds(30), undefined, {}],
    ['runs, and a deployment would be rolled back', seconds(30), undefined, { onInterrupt: 'rollback' }],
    ['is started, and the answer comes late', 200, { delay: seconds(2) }, {}],
    ['is started, and the answer never comes', 200, { hang: true }, {}],
    ['is started, and the answer is lost', 200, { loseReply: true }, {}],
  ])(
    'says that it runs on, and how to look at it and stop it, where it %s',
    async (_, after, fault, request) => {
      const { rehearsal, result, task } = await interrupted(after, fault, request);
      const arn = task?.taskArn ?? '';

      expect(arn).not.toBe('');
      expect(result.outcome).toMatchObject({ kind: 'interrupted', started: false });
      expect(exitCodeOf(result.outcome)).toBe(130);
      expect(result.tasksLeft).toMatchObject([{ gate: 'migrate', task: arn, cluster: 'prod' }]);
      expect(result.next).toEqual([
        `aws ecs describe-tasks ${where} --tasks ${arn}`,
        `aws ecs stop-task ${where} --task ${arn}`,
      ]);
      expect(resultText(result, plain)).toContain(
        `the task of gate migrate is no longer followed, and runs on: ${arn}`,
      );
      // Whoever only reads the events is told before they end.
      const told = rehearsal.facts.map((fact) => (fact.type === 'warning' ? fact.warning.kind : fact.type));
      expect(told.indexOf('task-left-running')).toBeGreaterThan(-1);
      expect(told.indexOf('task-left-running')).toBeLessThan(told.indexOf('release.concluded'));
      expect(rehearsal.count('RunTask')).toBe(1);
    },
  );

  it('leaves within seconds, however long AWS takes', async () => {
    const { rehearsal, result } = await interrupted(200, { hang: true });

    rehearsal.sandbox.control.clearFaults();
    const [asked] = rehearsal.factsOf('gate.started');
    expect(asked?.moment).toBe('before');
    expect(result.endedAt - result.startedAt).toBeLessThan(seconds(15));
  });

  it('says that it is not known where AWS neither answers nor shows a task', async () => {
    const { result, task } = await interrupted(200, { error: 'ServerException', delay: seconds(1) });

    expect(task).toBeUndefined();
    expect(result.tasksLeft).toMatchObject([{ gate: 'migrate' }]);
    const [left] = result.tasksLeft ?? [];
    expect(left?.task).toBeUndefined();
    expect(result.next).toEqual([`aws ecs list-tasks ${where} --started-by ${left?.startedBy ?? ''}`]);
    expect(resultText(result, plain)).toContain(
      'whether AWS has started the task of gate migrate is not known',
    );
  });

  it('says nothing of a task that AWS has refused, or was not asked for', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'RunTask', error: 'AccessDeniedException' });
    const refused = await rehearsal.deploy(measuring([migrate]), rehearsal.interruptAfter(seconds(8)));
    const early = await rehearsal.deploy(measuring([migrate]), rehearsal.interruptAfter(100));

    for (const { outcome, tasksLeft } of [refused, early]) {
      expect(outcome).toMatchObject({ kind: 'interrupted', started: false });
      expect(tasksLeft).toBeUndefined();
    }
  });

  it('says that it was told to stop where its time was up', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { command: { code: 0, after: minutes(60) } });
    const interrupt = new AbortController();
    const whenStopped = async (): Promise<void> => {
      while (rehearsal.count('StopTask') === 0) await rehearsal.sandbox.clock.sleep(100);
      interrupt.abort(new Interrupted('SIGTERM'));
    };
    const [result] = await Promise.all([
      rehearsal.deploy(measuring([migrate]), interrupt.signal),
      whenStopped(),
    ]);

    expect(result.tasksLeft).toMatchObject([{ gate: 'migrate', isStopping: true }]);
    expect(result.next).toHaveLength(1);
  });
});

describe('A task whose start AWS does not answer', () => {
  it('is found by its mark, and followed', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'RunTask', loseReply: true });

    const { outcome, gates } = await rehearsal.deploy(measuring([migrate]));

    expect(outcome.kind).toBe('succeeded');
    expect(gates).toMatchObject([{ verdict: { kind: 'pass' }, counts: { pass: 1, error: 0 } }]);
  });

  it('is not known where AWS shows none, which is said and is not bad', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'RunTask', error: 'ServerException' });

    const gate = { ...migrate, errorLimit: 1 };
    const { outcome, gates } = await rehearsal.deploy(measuring([gate]));

    expect(exitCodeOf(outcome)).toBe(10);
    expect(gates).toMatchObject([{ verdict: { kind: 'inconclusive' } }]);
    expect(JSON.stringify(gates)).toContain('nor does it show a task started by ecsdeploy/gate/');
  });
});
