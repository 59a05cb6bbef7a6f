import { describe, expect, it } from '@jest/globals';
import type { CallRecord } from '../../src/aws/aws.ts';
import { seconds } from '../../src/model/duration.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { lookInterval } from '../../src/release/follow-policy.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import { Rehearsal, webTaskDefinition } from './rehearsal.ts';
import { RehearsedRun, refOf } from './rehearsed-run.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `service-${index}`);
const inNoOrder = (services: readonly string[]) => Object.fromEntries(services.map((name) => [name, []]));
/** Restarts what runs: no revision is registered, so that all start at once. */
const restarts = (services: readonly string[]) =>
  Object.fromEntries(services.map((name) => [name, { images: [], force: true }]));

describe('thirty services in one run', () => {
  it("cost three calls a look, and notice AWS's verdict within 3 s", async () => {
    const services = names(30);
    const run = await RehearsedRun.begin(services);
    run.rehearsal.calls.length = 0;

    const { results, outcomes } = await run.deploy({ order: inNoOrder(services), parallel: 30 });

    expect(new Set(Object.values(outcomes))).toEqual(new Set(['succeeded']));
    const { calls } = run.rehearsal;
    const following = whileAllAreFollowed(run, services);
    const looks = byMoment(
      calls.filter(({ operation, at }) => operation === 'ecs:DescribeServices' && following(at)),
    );
    expect(looks.length).toBeGreaterThan(10);
    expect(new Set(looks.map(({ length }) => length))).toEqual(new Set([3]));
    const moments = looks.map(([first]) => first?.at ?? 0);
    expect(new Set(moments.slice(1).map((at, index) => at - moments[index]!))).toEqual(
      new Set([lookInterval]),
    );
    // One release alone makes 39.
    // One of them looks whether ECR would still have what served before.
    expect(calls.length / services.length).toBeLessThan(17);
    for (const { service, endedAt } of results) {
      const { serviceDeployments } = await run.rehearsal.ecs.listServiceDeployments(service);
      const finishedAt = serviceDeployments?.[0]?.finishedAt?.getTime() ?? 0;
      expect(endedAt - finishedAt).toBeLessThanOrEqual(seconds(3));
    }
  });

  it('end as each of them would alone', async () => {
    const services = names(30);
    const broken = (service: string) => Number(/\d+$/.exec(service)?.[0]) % 10 === 3;
    const run = await RehearsedRun.begin(services);
    for (const service of services.filter(broken)) run.breaks(service);

    const { results } = await run.deploy({
      order: inNoOrder(services),
      parallel: 30,
      onFailure: 'keep-going',
    });

    for (const service of ['service-2', 'service-3', 'service-29']) {
      const alone = await RehearsedRun.begin([service]);
      if (broken(service)) alone.breaks(service);
      const { results: own } = await alone.deploy({ order: { [service]: [] } });
      const together = results.find((result) => result.service.service === service);
      expect(told(together)).toEqual(told(own[0]));
      expect(await run.serving(service)).toEqual(await alone.serving(service));
    }
    expect(results.filter(({ outcome }) => outcome.kind === 'failed-rolled-back')).toHaveLength(3);
    expect(results.filter(({ outcome }) => outcome.kind === 'succeeded')).toHaveLength(27);
  });

  it('are not held up by one of them that is deleted, with its whole cluster still there', async () => {
    const services = names(12);
    const run = await RehearsedRun.begin(services);

    const [{ outcomes }] = await Promise.all([
      run.deploy({ order: inNoOrder(services), parallel: 12, onFailure: 'keep-going' }),
      run.rehearsal.meanwhile(seconds(15), () =>
        run.rehearsal.ecs.deleteService({ cluster: 'prod', service: 'service-5', force: true }),
      ),
    ]);

    expect(outcomes).toEqual({
      ...Object.fromEntries(services.map((name) => [name, 'succeeded'])),
      'service-5': 'stopped',
    });
  });
});

describe("AWS's rate quotas", () => {
  it('throttle none of sixty services that are released at once', async () => {
    const services = names(60);
    const run = await RehearsedRun.begin(services, { quotas: 'aws' });

    const { outcomes } = await run.deploy({ order: inNoOrder(services), parallel: 60 });

    expect(new Set(Object.values(outcomes))).toEqual(new Set(['succeeded']));
    expect(run.rehearsal.calls.filter(({ failure }) => failure === 'throttled')).toEqual([]);
    expect(run.rehearsal.count('RegisterTaskDefinition')).toBe(60 + 60 + 1);
  });

  it('do not slow a release that is alone', async () => {
    const times = async (quotas: 'none' | 'aws') => {
      const rehearsal = await Rehearsal.begin({ quotas });
      const began = rehearsal.sandbox.clock.now();
      await rehearsal.deploy();
      return rehearsal.calls.map(({ operation, at }) => `${operation} after ${at - began} ms`);
    };

    expect(await times('aws')).toEqual(await times('none'));
  });
});

describe('a start that waits for its turn', () => {
  // 45 may start at once.
  const services = names(50);

  it('is refused when somebody deploys meanwhile', async () => {
    const run = await RehearsedRun.begin(services);
    const { ecs } = run.rehearsal;
    await ecs.registerTaskDefinition(webTaskDefinition({ family: 'service-49' }));

    const [{ results }] = await Promise.all([
      run.deploy({
        order: inNoOrder(services),
        parallel: 50,
        onFailure: 'keep-going',
        requests: restarts(services),
      }),
      onceStarted(run).then(() =>
        ecs.updateService({ ...refOf('service-49'), taskDefinition: 'service-49:2' }),
      ),
    ]);

    expect(results.at(-1)?.outcome).toMatchObject({
      kind: 'error',
      error: { code: 'refused.plan_outdated' },
    });
    expect(results.slice(0, -1).every(({ outcome }) => outcome.kind === 'succeeded')).toBe(true);
    expect(await run.serving('service-49')).toEqual(['service-49:2']);
  });

  it('is not sent when a person interrupts', async () => {
    const run = await RehearsedRun.begin(services);
    const interrupt = new AbortController();

    const [{ results }] = await Promise.all([
      run.deploy({
        order: inNoOrder(services),
        parallel: 50,
        interrupt: interrupt.signal,
        requests: restarts(services),
      }),
      onceStarted(run).then(() => interrupt.abort(new Interrupted('SIGINT'))),
    ]);

    expect(run.rehearsal.count('UpdateService')).toBe(45);
    const started = results.map(({ outcome }) => outcome.kind === 'interrupted' && outcome.started);
    expect(started).toEqual([...Array<boolean>(45).fill(true), ...Array<boolean>(5).fill(false)]);
  });

  it('is not sent when the run goes back', async () => {
    const run = await RehearsedRun.begin(names(60));
    run.breaks('service-0');

    const { outcomes } = await run.deploy({
      order: inNoOrder(names(60)),
      parallel: 60,
      onFailure: 'take-back',
    });

    // Revisions are registered one a second, once a burst is used up.
    expect(outcomes).toMatchObject({ 'service-0': 'failed-rolled-back', 'service-59': 'not-started' });
    expect(Object.values(outcomes)).not.toContain('succeeded');
    expect(run.rehearsal.count('RegisterTaskDefinition')).toBeLessThan(2 * 60);
  });
});

/** What a result says, without ids and times. */
function told(result: ReleaseResult | undefined): unknown {
  if (result === undefined) return undefined;
  const { action, before, after, changed, next, outcome, target } = result;
  const because = 'because' in outcome ? outcome.because.kind : undefined;
  return { action, before, after, changed, next, target, outcome: outcome.kind, because };
}

/** Whether all were being followed at a moment: after the last one was started, before the first one ended. */
function whileAllAreFollowed(run: RehearsedRun, services: readonly string[]): (at: number) => boolean {
  const allStarted = Math.max(...services.map((name) => run.firstTold(name, 'deployment.started')));
  const firstEnd = Math.min(...services.map((name) => run.firstTold(name, 'verification.ended')));
  return (at) => at > allStarted + lookInterval && at < firstEnd - lookInterval;
}

function byMoment(calls: readonly CallRecord[]): CallRecord[][] {
  const moments = new Map<number, CallRecord[]>();
  for (const call of calls) moments.set(call.at, [...(moments.get(call.at) ?? []), call]);
  return [...moments.values()];
}

async function onceStarted(run: RehearsedRun): Promise<void> {
  while (run.told.every(({ fact }) => fact.type !== 'deployment.started')) {
    await run.rehearsal.sandbox.clock.sleep(50);
  }
}
