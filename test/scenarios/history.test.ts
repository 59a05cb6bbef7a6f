import { describe, expect, it } from '@jest/globals';
import { describeService } from '../../src/aws/services.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { PastRelease } from '../../src/model/past-release.ts';
import { revisionName } from '../../src/model/service-ref.ts';
import { readReleases, type ReleasesOrder } from '../../src/release/history/read-releases.ts';
import { anotherRevision } from './another-revision.ts';
import { beginWithCodeDeploy, isShifting, newest, routings, whenCodeDeploy } from './codedeploy-stage.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';
import { setAlarm } from './web-alarm.ts';

const days = (count: number) => count * 86_400_000;
const broken = { stoppedReason: 'CannotPullContainerError: failed to resolve ref: not found' };

async function history(
  rehearsal: Rehearsal,
  order: Partial<ReleasesOrder> = {},
): Promise<readonly PastRelease[]> {
  const context = rehearsal.context();
  const service = await describeService(context.aws, ref);
  if (service === undefined) throw new Error('the service is gone');
  return await readReleases(context, { service, limit: 20, ...order });
}

const inBrief = (releases: readonly PastRelease[]) =>
  releases.map(({ taskDefinition, outcome }) => [revisionName(taskDefinition ?? ''), outcome]);
const serving = (releases: readonly PastRelease[]) =>
  releases.filter(({ serves }) => serves).map(({ taskDefinition }) => revisionName(taskDefinition ?? '?'));
const image = (version: number) => ({ images: [{ image: imageOf(version) }] });

describe('the releases of a service that ECS releases to', () => {
  it('are told newest first, with what became of each and why', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    rehearsal.sandbox.control.behave(imageOf(3), broken);
    await rehearsal.deploy(image(3));
    await rehearsal.deploy(image(4));

    const releases = await history(rehearsal);

    expect(inBrief(releases)).toEqual([
      ['web:4', 'succeeded'],
      ['web:3', 'rolled-back'],
      ['web:2', 'succeeded'],
      ['web:1', 'succeeded'],
    ]);
    expect(serving(releases)).toEqual(['web:4']);
    const [last, back] = releases;
    expect(back?.reason).toBe(
      'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    );
    expect(last).toMatchObject({ source: 'ecs', strategy: 'ROLLING' });
    expect((last?.finishedAt ?? 0) - (last?.createdAt ?? 0)).toBeGreaterThan(seconds(20));
    expect(await history(rehearsal, { limit: 2 })).toEqual(releases.slice(0, 2));
  });

  it('say what a revision was made from', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ commit: 'abc1234def' });

    const [release] = await history(rehearsal);

    expect(release?.origin).toMatchObject({ commit: 'abc1234def', tag: '2' });
  });

  it('say who released a revision, from where, and what its commit says, without its secrets', async () => {
    const rehearsal = await Rehearsal.begin();
    const run = 'https://github.com/acme/web/actions/runs/7';
    await rehearsal.deploy({ note: { subject: 'Faster baskets', by: 'alice', run } });
    await rehearsal.deploy({ ...image(3), note: { subject: 'Use password=hunter2secret for now' } });

    const [second, first] = await history(rehearsal);

    expect(first?.origin).toMatchObject({ subject: 'Faster baskets', by: 'alice', run });
    expect(rehearsal.count('GetCallerIdentity')).toBe(1);
    expect(second?.origin.by).toBe('sandbox');
    expect(second?.origin.subject).not.toContain('hunter2secret');
  });

  it('are released also where nobody can say by whom', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({
      operation: 'GetCallerIdentity',
      error: 'InternalFailure',
      status: 500,
    });

    const result = await rehearsal.deploy({ note: {} });

    expect(result.outcome.kind).toBe('succeeded');
    expect((await history(rehearsal))[0]?.origin.by).toBeUndefined();
  });

  it('keep the commit, its message and the person of a revision that is released again', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ commit: 'abc1234def', note: { by: 'alice' } });
    await rehearsal.deploy(image(3));
    const note = { subject: 'Of another commit', by: 'bob', run: 'https://ci.example/8' };
    await rehearsal.deploy({
      base: { kind: 'revision', nameOrArn: 'web:2' },
      images: [],
      commit: 'fff1234',
      note,
    });

    const [release] = await history(rehearsal);

    expect(release?.origin).toMatchObject({ commit: 'abc1234def', by: 'alice' });
    expect(release?.origin.subject).toBeUndefined();
  });

  it('know the one that serves after it was taken back to, and the one that goes on', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    rehearsal.sandbox.control.behave(imageOf(3), broken);
    await rehearsal.deploy(image(3));
    expect(serving(await history(rehearsal))).toEqual(['web:2']);

    await rehearsal.deploy(image(4), rehearsal.interruptAfter(seconds(10)));

    const [going] = await history(rehearsal);
    expect(going).toMatchObject({ outcome: 'in-progress', serves: true });
    expect(going?.finishedAt).toBeUndefined();
  });

  it('tell a release that another one superseded as stopped', async () => {
    const rehearsal = await Rehearsal.begin();
    const other = await anotherRevision(rehearsal);
    await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(15), () =>
        rehearsal.ecs.updateService({ cluster: 'prod', service: 'web', taskDefinition: other }),
      ),
    ]);
    await rehearsal.steady();

    const releases = await history(rehearsal);

    expect(releases.map(({ outcome }) => outcome)).toEqual(['succeeded', 'stopped', 'succeeded']);
    expect(serving(releases)).toEqual(['web:2']);
  });

  it('tell one that the circuit breaker only stopped as failed', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'only-stops' });
    rehearsal.sandbox.control.behave(imageOf(9), broken);
    const taskDefinition = await anotherRevision(rehearsal);
    await rehearsal.ecs.updateService({ cluster: 'prod', service: 'web', taskDefinition });
    await rehearsal.sandbox.clock.sleep(minutes(10));

    const [release] = await history(rehearsal);

    expect(release).toMatchObject({
      outcome: 'failed',
      reason: 'Service deployment stopped because the circuit breaker threshold was exceeded.',
    });
  });

  it('go beyond 90 days by the stamps, INACTIVE revisions included', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ commit: 'abc1234def' });
    await rehearsal.deploy(image(3));
    await rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:2' });
    await rehearsal.sandbox.clock.sleep(days(91));
    expect(await history(rehearsal)).toEqual([]);

    const forgotten = await history(rehearsal, { stamps: true });

    expect(inBrief(forgotten)).toEqual([
      ['web:3', 'succeeded'],
      ['web:2', 'succeeded'],
    ]);
    expect(serving(forgotten)).toEqual(['web:3']);
    expect(forgotten[1]).toMatchObject({ id: 'web:2', source: 'stamp', origin: { commit: 'abc1234def' } });

    await rehearsal.deploy(image(4));
    expect(inBrief(await history(rehearsal, { stamps: true }))).toEqual([
      ['web:4', 'succeeded'],
      ['web:3', 'succeeded'],
      ['web:2', 'succeeded'],
    ]);
    expect(inBrief(await history(rehearsal, { stamps: true, limit: 2 }))).toEqual([
      ['web:4', 'succeeded'],
      ['web:3', 'succeeded'],
    ]);
  });

  it('are told without their origin to whoever may not read revisions', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ commit: 'abc1234def' });
    for (const operation of ['DescribeTaskDefinition', 'ListTaskDefinitions']) {
      rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException' });
    }

    const releases = await history(rehearsal, { stamps: true });

    expect(inBrief(releases)).toEqual([
      ['web:2', 'succeeded'],
      ['web:1', 'succeeded'],
    ]);
    expect(releases[0]?.origin.commit).toBeUndefined();
  });
});

describe('the releases of a service that CodeDeploy releases to', () => {
  it('are told newest first, with what took them back and why', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy({ commit: 'abc1234def' });
    const canary = { routing: routings.TimeBasedCanary };
    await Promise.all([
      rehearsal.deploy({ ...image(3), codeDeploy: canary }),
      whenCodeDeploy(rehearsal, isShifting, () => setAlarm(rehearsal, 'ALARM')),
    ]);
    await setAlarm(rehearsal, 'OK');

    const releases = await history(rehearsal);

    expect(inBrief(releases)).toEqual([
      ['web:3', 'rolled-back'],
      ['web:2', 'succeeded'],
    ]);
    expect(serving(releases)).toEqual(['web:2']);
    expect(releases[0]?.source).toBe('codedeploy');
    expect(releases[0]?.reason).toMatch(/alarm/i);
    expect(releases[1]?.origin.commit).toBe('abc1234def');
  });

  it('tell the one that goes on, and one that somebody stopped for good', async () => {
    const rehearsal = await beginWithCodeDeploy();
    const canary = { routing: routings.TimeBasedCanary };
    const [, goingOn] = await Promise.all([
      rehearsal.deploy({ codeDeploy: canary }),
      whenCodeDeploy(rehearsal, isShifting, async () => {
        const now = await history(rehearsal);
        const { id: deploymentId = '' } = (await newest(rehearsal)) ?? {};
        await rehearsal.codeDeploy.stopDeployment({ deploymentId, autoRollbackEnabled: false });
        return now;
      }),
    ]);

    expect(inBrief(goingOn)).toEqual([['web:2', 'in-progress']]);
    await rehearsal.sandbox.clock.sleep(minutes(10));
    expect(inBrief(await history(rehearsal))).toEqual([['web:2', 'stopped']]);
  });
});
