import { describe, expect, it } from '@jest/globals';
import { hasEnded, judgeTaskEnd } from '../../../src/gates/checks/task-end.ts';
import { containerToRun, orderOf, startedByOf } from '../../../src/gates/checks/task-order.ts';
import type { TaskState } from '../../../src/aws/tasks.ts';
import type { StoppedTask } from '../../../src/model/deployment.ts';

function stopped(change: Partial<StoppedTask>, exitCode?: number, reason?: string): TaskState {
  return {
    arn: 'arn:task',
    taskDefinition: 'arn:web:2',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    addresses: [],
    containers: [],
    stopped: {
      taskArn: 'arn:task',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [
        { name: 'sidecar', exitCode: 137 },
        { name: 'app', exitCode, reason },
      ],
      ...change,
    },
  };
}
const judge = (task: TaskState, wasCut = false) =>
  judgeTaskEnd({ at: 1, task, container: 'app', lastLine: 'boom', beside: ['sidecar'], wasCut });

describe('judgeTaskEnd', () => {
  it('counts the exit code of one container', () => {
    expect(judge(stopped({}, 0))).toMatchObject({ kind: 'pass' });
    expect(judge(stopped({}, 1))).toMatchObject({ kind: 'fail', because: { exitCode: 1, text: 'boom' } });
  });

  it("has AWS's own words before those of the log", () => {
    const reason = 'OutOfMemoryError: Container killed due to memory usage';

    expect(judge(stopped({}, 137, reason))).toMatchObject({ kind: 'fail', because: { text: reason } });
  });

  it('fails without an exit code', () => {
    const change = { stopCode: 'TaskFailedToStart', stoppedReason: 'ResourceInitializationError: no secret' };

    expect(judge(stopped(change))).toMatchObject({
      kind: 'fail',
      because: { text: 'ResourceInitializationError: no secret' },
    });
  });

  it.each([
    ['SpotInterruption', 'Your Spot Task was interrupted.'],
    ['TerminationNotice', 'Host EC2 (instance i-1) stopped/terminated.'],
    [
      'TaskFailedToStart',
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    ],
  ])('cannot tell where the host went away, or there was none: %s', (stopCode, stoppedReason) => {
    // Many containers end with 0 when they are told to stop.
    for (const exitCode of [143, 0])
      expect(judge(stopped({ stopCode, stoppedReason }, exitCode))).toEqual({
        kind: 'error',
        at: 1,
        error: stoppedReason,
      });
  });

  it('does not pass one that was seen being stopped before it had ended', () => {
    expect(judge(stopped({}, 0), true)).toMatchObject({
      kind: 'fail',
      because: { text: 'it was stopped when sidecar ended with exit code 137' },
    });
  });

  it.each([
    [0, undefined, 'pass'],
    [137, undefined, 'pass'],
    [143, undefined, 'pass'],
    [undefined, undefined, 'pass'],
    [1, undefined, 'error'],
    [137, 'OutOfMemoryError: Container killed due to memory usage', 'error'],
  ])(
    'tells an essential container beside it that ECS ended from one that may have ended the task: %s, %s',
    (exitCode, reason, kind) => {
      const containers = [
        { name: 'sidecar', exitCode, reason },
        { name: 'app', exitCode: 0 },
        { name: 'optional', exitCode: 1 },
      ];

      expect(judge(stopped({ containers })).kind).toBe(kind);
    },
  );

  it('does not pass a task that was stopped, whatever it ended with', () => {
    const change = { stopCode: 'UserInitiated', stoppedReason: 'stop it' };

    expect(judge(stopped(change, 0))).toMatchObject({ kind: 'fail', because: { text: 'stop it' } });
  });
});

describe('hasEnded', () => {
  it('is so when the container that counts has an exit code, or the task has stopped', () => {
    expect(hasEnded(stopped({}), 'app')).toBe(true);
    expect(hasEnded({ ...stopped({}), lastStatus: 'STOPPING' }, 'app')).toBe(false);
    expect(hasEnded({ ...stopped({}, 0), lastStatus: 'STOPPING' }, 'app')).toBe(true);
  });
});

describe('containerToRun', () => {
  const definition = (...containers: readonly { name: string; essential?: boolean }[]) => ({
    family: 'web',
    containerDefinitions: containers,
  });

  it('is the only essential one', () => {
    const chosen = containerToRun({}, definition({ name: 'app' }, { name: 'log', essential: false }));

    expect(chosen).toEqual({ kind: 'chosen', name: 'app' });
  });

  it('has to be named where there are several, or none', () => {
    expect(containerToRun({}, definition({ name: 'app' }, { name: 'log' }))).toMatchObject({
      kind: 'unclear',
    });
    expect(containerToRun({ container: 'log' }, definition({ name: 'app' }, { name: 'log' }))).toEqual({
      kind: 'chosen',
      name: 'log',
    });
  });
});

describe('what RunTask is asked for', () => {
  const task = {
    gate: 'migrate the database',
    check: { command: ['migrate'], environment: {} },
    container: 'app',
    subject: { service: { cluster: 'prod', service: 'web' }, taskDefinition: 'arn:web:2' },
  };

  it('has one name for the same thing, and another for another', () => {
    expect(startedByOf(task)).toBe(startedByOf({ ...task }));
    expect(startedByOf({ ...task, gate: 'smoke' })).not.toBe(startedByOf(task));
    expect(startedByOf({ ...task, check: { ...task.check, command: ['seed'] } })).not.toBe(startedByOf(task));
  });

  it('has one token for a measurement, within what AWS allows', () => {
    const order = orderOf(task, {}, 1_000);

    expect(orderOf(task, {}, 1_000).clientToken).toBe(order.clientToken);
    expect(orderOf(task, {}, 2_000).clientToken).not.toBe(order.clientToken);
    expect(order.clientToken.length).toBeLessThanOrEqual(64);
    expect(order.startedBy).toMatch(/^[\w/-]{1,128}$/);
    expect(order.group).toBe('gate:migrate-the-database');
  });
});
