import { describe, expect, it } from '@jest/globals';
import type { GateContext, ProgramEnd, ProgramOrder } from '../../../src/gates/gate-context.ts';
import type { GateSubject } from '../../../src/gates/subject.ts';
import { watchGates } from '../../../src/gates/watch-gates.ts';
import type { ReleaseFact } from '../../../src/model/release-event.ts';
import { Interrupted } from '../../../src/release/interrupted.ts';
import { Rehearsal } from '../../scenarios/rehearsal.ts';
import { aGate } from './a-gate.ts';

const exit = (exitCode: number): ProgramEnd => ({ kind: 'exit', exitCode });

/** A context in virtual time, with programs that end as told; they tell when they began, in seconds from the beginning. */
async function stage(run: (order: ProgramOrder, nth: number) => Promise<ProgramEnd> | ProgramEnd) {
  const interrupt = new AbortController();
  const { aws, clock } = (await Rehearsal.begin()).context();
  const startedAt = clock.now();
  const begun: number[] = [];
  const facts: ReleaseFact[] = [];
  const orders: ProgramOrder[] = [];
  const context: GateContext = {
    aws,
    clock,
    report: (fact) => facts.push(fact),
    interrupt: interrupt.signal,
    askHttp: () => Promise.reject(new Error('no URL is asked here')),
    runProgram: async (order) => {
      begun.push((clock.now() - startedAt) / 1000);
      orders.push(order);
      return await run(order, begun.length);
    },
  };
  const subject: GateSubject = {
    service: { cluster: 'prod', service: 'web' },
    region: 'us-east-1',
    account: '123456789012',
    moment: 'after',
    since: startedAt,
    releasedAt: startedAt,
    taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2',
    digests: { app: 'sha256:abc' },
    targetGroups: { isSplit: false, ofNew: [], ofOld: [] },
  };
  const seconds = (count: number): Promise<void> => clock.sleep(count * 1000);
  return { context, subject, begun, facts, orders, interrupt, seconds, clock };
}

describe('a watch of gates', () => {
  it('measures at fixed instants after a delay, and judges when the count is full', async () => {
    const { context, subject, begun, facts } = await stage(() => exit(0));
    const watch = watchGates(context, [aGate({ initialDelay: 10_000, count: 3 })], subject);
    await watch.settled();

    expect(begun).toEqual([10, 40, 70]);
    expect(watch.reports()).toMatchObject([
      { gate: 'smoke', verdict: { kind: 'pass' }, counts: { pass: 3 } },
    ]);
    expect(facts.map((fact) => [fact.type, 'changed' in fact ? fact.changed : undefined])).toEqual([
      ['gate.started', undefined],
      ['gate.measured', true],
      ['gate.measured', false],
      ['gate.measured', false],
      ['gate.judged', undefined],
    ]);
  });

  it('neither doubles nor delays measurements because one of them is slow', async () => {
    const { context, subject, begun, clock } = await stage(async (_, nth) => {
      if (nth === 1) await clock.sleep(40_000);
      return exit(0);
    });
    await watchGates(context, [aGate({ count: 3 })], subject).settled();

    expect(begun).toEqual([0, 60, 90]);
  });

  it('gives up a measurement that never ends, and calls that no bad one', async () => {
    const { context, subject } = await stage(() => new Promise<never>(() => undefined));
    const watch = watchGates(context, [aGate({ errorLimit: 2 })], subject);
    await watch.settled();

    expect(watch.reports()[0]).toMatchObject({
      verdict: {
        kind: 'inconclusive',
        because: { kind: 'not-measured', times: 2, error: 'no measurement within 1 m 15 s' },
      },
      counts: { fail: 0, error: 2 },
    });
  });

  it('fails at once, and leaves the others alone', async () => {
    const { context, subject, seconds } = await stage(({ program }) => exit(program === 'bad' ? 1 : 0));
    const command = ['bad'] as const;
    const bad = aGate({ name: 'bad', check: { kind: 'command', command, timeout: 1000 } });
    const watch = watchGates(context, [aGate(), bad], subject);
    await seconds(35);

    expect(watch.reports().map(({ verdict, counts }) => [verdict.kind, counts])).toEqual([
      ['pending', { pass: 2, fail: 0, unclear: 0, error: 0 }],
      ['fail', { pass: 0, fail: 1, unclear: 0, error: 0 }],
    ]);
    expect(watch.endWhenMeasured()).toEqual([]);
    expect(watch.reports().map(({ verdict }) => verdict.kind)).toEqual(['pass', 'fail']);
    await watch.settled();
  });

  it('waits at its end for what is measured just then, which counts, and begins nothing more', async () => {
    const { context, subject, begun, seconds, clock } = await stage(async (_, nth) => {
      if (nth === 2) await clock.sleep(20_000);
      return exit(nth === 2 ? 1 : 0);
    });
    const startedAt = clock.now();
    const watch = watchGates(context, [aGate()], subject);
    await seconds(40);

    expect(watch.endWhenMeasured()).toEqual([{ gate: 'smoke', until: startedAt + 30_000 + 75_000 }]);
    expect(watch.isOver).toBe(false);
    await watch.settled();
    expect(watch.isOver).toBe(true);
    expect(watch.reports()).toMatchObject([{ verdict: { kind: 'fail' }, counts: { pass: 1, fail: 1 } }]);
    expect(begun).toEqual([0, 30]);
  });

  it('measures only gates of its moment', async () => {
    const { context, subject } = await stage(() => exit(0));
    const gates = [
      aGate({ name: 'early', at: ['before'] }),
      aGate({ name: 'both', at: ['before', 'after'] }),
    ];
    const watch = watchGates(context, gates, subject);

    expect(watch.reports().map(({ gate, moment }) => [gate, moment])).toEqual([['both', 'after']]);
    await watch.stop();
  });

  it('tells a program of the release, with the newest facts', async () => {
    const { context, subject, orders, seconds } = await stage(() => exit(0));
    const watch = watchGates(context, [aGate()], subject);
    await seconds(1);
    watch.follow({ ...subject, commit: 'c0ffee' });
    await seconds(30);
    await watch.stop();

    expect(orders[0]?.environment).toMatchObject({
      ECSDEPLOY_SERVICE: 'web',
      ECSDEPLOY_CLUSTER: 'prod',
      ECSDEPLOY_REGION: 'us-east-1',
      ECSDEPLOY_MOMENT: 'after',
      ECSDEPLOY_TASK_DEFINITION: subject.taskDefinition,
      ECSDEPLOY_DIGEST: 'sha256:abc',
    });
    expect(orders.map(({ environment }) => environment['ECSDEPLOY_COMMIT'])).toEqual([undefined, 'c0ffee']);
  });

  it('ends what it measures when it is stopped, and judges nothing', async () => {
    const { context, subject, orders, seconds, facts } = await stage(
      () => new Promise<never>(() => undefined),
    );
    const watch = watchGates(context, [aGate()], subject);
    await seconds(1);
    await watch.stop();
    await watch.settled();

    expect(orders[0]?.signal?.aborted).toBe(true);
    expect(watch.reports()[0]?.verdict.kind).toBe('pending');
    expect(facts.map(({ type }) => type)).toEqual(['gate.started']);
  });

  it('ends with an interruption, whose reason it tells', async () => {
    const { context, subject, interrupt, seconds } = await stage(() => exit(0));
    const watch = watchGates(context, [aGate()], subject);
    await seconds(1);
    interrupt.abort(new Interrupted('SIGTERM'));

    await expect(watch.settled()).rejects.toThrow('interrupted by SIGTERM');
    expect(watch.reports()[0]?.verdict.kind).toBe('pending');
  });

  it('hides no bug of a check', async () => {
    const { context, subject, seconds } = await stage(() => {
      throw new TypeError('a bug');
    });
    const watch = watchGates(context, [aGate()], subject);
    await seconds(1);

    await expect(watch.settled()).rejects.toThrow('a bug');
    expect(() => watch.reports()).toThrow('a bug');
  });

  it('only reports of a gate that is tried out', async () => {
    const { context, subject } = await stage(() => exit(1));
    const watch = watchGates(context, [aGate({ dryRun: true })], subject);
    await watch.settled();

    expect(watch.reports()).toMatchObject([{ dryRun: true, verdict: { kind: 'fail' } }]);
  });
});
