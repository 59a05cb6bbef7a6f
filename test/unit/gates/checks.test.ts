import { describe, expect, it } from '@jest/globals';
import type { TargetHealthState } from '../../../src/aws/target-health.ts';
import type { TaskState } from '../../../src/aws/tasks.ts';
import { judgeAlarms } from '../../../src/gates/checks/alarms.ts';
import { judgeProgram } from '../../../src/gates/checks/command.ts';
import { askUrl, judgeAnswer } from '../../../src/gates/checks/http.ts';
import { judgeTargetHealth, ofTasks } from '../../../src/gates/checks/judge-target-health.ts';
import type { GateContext, ProgramEnd } from '../../../src/gates/gate-context.ts';
import { NoHttpAnswer } from '../../../src/gates/no-http-answer.ts';
import { saysTheSame } from '../../../src/gates/says-the-same.ts';
import type { HttpCheck, Measurement } from '../../../src/model/gate.ts';

describe('alarms', () => {
  const judge = (...states: ('OK' | 'ALARM' | 'INSUFFICIENT_DATA')[]): Measurement =>
    judgeAlarms(
      ['a', 'b'],
      states.map((state, nth) => ({ name: ['a', 'b'][nth] ?? '', state })),
      7,
    );

  it('are good when none fires, and name those without data', () => {
    expect(judge('OK', 'INSUFFICIENT_DATA')).toEqual({
      kind: 'pass',
      at: 7,
      because: { kind: 'alarms-quiet', names: ['a', 'b'], insufficient: ['b'] },
    });
  });

  it('are bad when one fires, although another is missing', () => {
    expect(judge('ALARM')).toMatchObject({ kind: 'fail', because: { names: ['a'] } });
  });

  it('cannot be measured when one is missing, which is named', () => {
    expect(judge('OK')).toEqual({ kind: 'error', at: 7, error: 'alarm b does not exist in this region' });
  });
});

describe('a program', () => {
  const judge = (end: ProgramEnd): Measurement => judgeProgram(['./smoke', '--all'], 60_000, end, 0);

  it.each([
    [0, 'pass'],
    [1, 'fail'],
    [75, 'unclear'],
    [2, 'error'],
    [127, 'error'],
  ])('that ends with %i says %s', (exitCode, kind) => {
    expect(judge({ kind: 'exit', exitCode })).toMatchObject({ kind });
  });

  it('that takes too long, or that a signal ends, has measured nothing', () => {
    expect(judge({ kind: 'timeout' })).toMatchObject({ error: './smoke did not end within 1 m' });
    expect(judge({ kind: 'signal', signal: 'SIGKILL' })).toMatchObject({
      error: './smoke was ended by SIGKILL',
    });
  });

  it('tells its last words, without the secrets in them', () => {
    const measurement = judge({ kind: 'exit', exitCode: 1, lastLine: 'no: password=hunter22 is wrong' });

    expect(measurement).toMatchObject({
      because: { exitCode: 1, lastLine: expect.stringContaining('no: ') },
    });
    expect(JSON.stringify(measurement)).not.toContain('hunter22');
  });
});

describe('a URL', () => {
  const check: HttpCheck = {
    kind: 'http',
    url: 'http://shop.example/health',
    method: 'GET',
    headers: {},
    statuses: [{ from: 200, to: 299 }],
    body: 'ok',
    latency: 500,
    timeout: 1000,
  };
  const asking = (thrown: Error, interrupt = new AbortController().signal): Promise<Measurement> =>
    askUrl(
      { askHttp: () => Promise.reject(thrown), clock: { now: () => 0 }, interrupt } as unknown as GateContext,
      check,
    );

  it.each([
    [{ status: 204, body: 'all ok', milliseconds: 500 }, undefined],
    [{ status: 302, body: 'ok', milliseconds: 5 }, 'status'],
    [{ status: 200, body: 'oh', milliseconds: 900 }, 'body'],
    [{ status: 200, body: 'ok', milliseconds: 501 }, 'latency'],
  ])('that answers %j', (answer, wrong) => {
    const measurement = judgeAnswer(check, answer, 0);

    expect(measurement.kind).toBe(wrong === undefined ? 'pass' : 'fail');
    expect(measurement).toMatchObject({ because: { wrong } });
  });

  it('that does not answer is bad, unless the question did not get out', async () => {
    expect(await asking(new NoHttpAnswer('connect ECONNREFUSED', true))).toMatchObject({ kind: 'fail' });
    expect(await asking(new NoHttpAnswer('getaddrinfo ENOTFOUND', false))).toMatchObject({ kind: 'error' });
    await expect(asking(new TypeError('a bug'))).rejects.toThrow('a bug');
    await expect(
      asking(new NoHttpAnswer('aborted', true), AbortSignal.abort(new Error('told'))),
    ).rejects.toThrow('told');
  });
});

describe('target health', () => {
  const targets = (...states: string[]): TargetHealthState[] =>
    states.map((state, nth) => ({
      id: `10.0.0.${nth}`,
      state,
      ...(state === 'unhealthy' ? { reason: 'Target.Timeout' } : {}),
    }));
  const judge = (states: readonly string[], percent = 100, excused: readonly string[] = []): Measurement =>
    judgeTargetHealth(targets(...states), percent, new Set(excused), 0);

  it.each([
    ['all are healthy', ['healthy', 'healthy'], 'pass'],
    ['one is unhealthy', ['healthy', 'unhealthy'], 'fail'],
    ['one is still to be checked', ['healthy', 'initial'], 'unclear'],
    ['no listener uses them yet', ['unused', 'unused'], 'unclear'],
    ['there is none', [], 'unclear'],
    ['those that leave are not well', ['healthy', 'draining', 'unhealthy.draining'], 'pass'],
    ['one is bad already, whatever becomes of another', ['unhealthy', 'initial'], 'fail'],
  ])('when %s', (_, states, kind) => {
    expect(judge(states).kind).toBe(kind);
  });

  it('counts what is not healthy by AWS’s codes', () => {
    expect(judge(['healthy', 'unhealthy', 'unhealthy', 'initial'], 50)).toEqual({
      kind: 'unclear',
      at: 0,
      because: { kind: 'targets', healthy: 1, total: 4, codes: { 'Target.Timeout': 2, initial: 1 } },
      value: 25,
    });
  });

  it('bears as many as the percentage leaves', () => {
    const nine = Array.from({ length: 9 }, () => 'healthy');

    expect(judge([...nine, 'unhealthy'], 90).kind).toBe('pass');
    expect(judge([...nine, 'unhealthy', 'unhealthy'], 90).kind).toBe('fail');
  });

  it('waits for targets whose tasks are in their grace period', () => {
    expect(judge(['healthy', 'unhealthy'], 100, ['10.0.0.1']).kind).toBe('unclear');
  });

  it('counts only targets of the new revision’s tasks, and of instances all, once only it is left', () => {
    const task = (...addresses: string[]): TaskState => ({ addresses }) as unknown as TaskState;
    const all = targets('healthy', 'unhealthy');

    expect(ofTasks(all, [task('10.0.0.0')], 'during')?.map(({ id }) => id)).toEqual(['10.0.0.0']);
    expect(ofTasks(all, [], 'during')).toEqual([]);
    expect(ofTasks(all, [task()], 'during')).toBeUndefined();
    expect(ofTasks(all, [task()], 'after')).toBe(all);
  });
});

describe('what a measurement says', () => {
  const answered = (milliseconds: number, status = 200): Measurement => ({
    kind: 'pass',
    at: milliseconds,
    because: { kind: 'http-answer', url: 'http://x/', status, milliseconds },
  });

  it('is the same although another time was measured, and not with another status', () => {
    expect(saysTheSame(answered(5), answered(6))).toBe(true);
    expect(saysTheSame(answered(5), answered(5, 204))).toBe(false);
    expect(saysTheSame(answered(5), { kind: 'error', at: 0, error: 'x' })).toBe(false);
    expect(saysTheSame(answered(5), undefined)).toBe(false);
  });
});
