import { describe, expect, it } from '@jest/globals';
import { EcsdeployError } from '../../src/model/error.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { exitCodeOfError } from '../../src/cli/exit-codes.ts';
import type { Relation } from '../../src/images/source/relation.ts';
import { describePlan } from '../../src/output/describe-plan.ts';
import { paletteFor } from '../../src/output/palette.ts';
import { ref } from './rehearsal.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';
import { TwoEnvironments } from './two-environments.ts';

const commit = 'a'.repeat(40);
const other = 'b'.repeat(40);

describe('What runs healthy in another environment', () => {
  it('is released by its digest, with its commit, and nothing is built', async () => {
    const both = await TwoEnvironments.begin();
    const digest = await both.release(2, { commit, note: { subject: 'feat: a basket' } });

    const result = await both.promote();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', digest } });
    expect(await both.production()).toMatchObject({
      images: { app: `${both.uri}@${digest}` },
      tags: {
        'ecsdeploy:commit': commit,
        'ecsdeploy:subject': 'feat: a basket',
        'ecsdeploy:digest': digest,
        'ecsdeploy:tag': 'v2',
      },
    });
  });

  it('is told by a plan: where from, since when, of which commit', async () => {
    const both = await TwoEnvironments.begin();
    const digest = await both.release(2, { commit, note: { subject: 'feat: a basket' } });

    const { outcome, plan } = await both.promote({}, { dryRun: true });

    expect(outcome.kind).toBe('planned');
    expect((await both.production()).images).toEqual({ app: 'registry.example/web:0' });
    const lines = plan === undefined ? [] : describePlan(plan, paletteFor({ color: false }));
    const at = lines.findIndex((line) => line.startsWith('  from'));
    expect(lines.slice(at, at + 3)).toEqual([
      '  from      staging: prod/web (us-east-1, account 123456789012)',
      expect.stringMatching(
        /^ {12}web:2, healthy, serving since 2026-01-15 09:\d\d:\d\dZ, commit a{40} "feat: a basket"$/,
      ),
      `            app: ${both.uri}@${digest}`,
    ]);
  });

  it('is the digest that the tasks run, also where its tag has been moved since', async () => {
    const both = await TwoEnvironments.begin();
    const digest = await both.release(2, { commit, imageReference: 'tag' });
    await both.moveTag('v2', 3);

    await both.promote();

    expect(await both.production()).toMatchObject({
      images: { app: `${both.uri}@${digest}` },
      tags: { 'ecsdeploy:commit': commit },
    });
  });

  it('has no commit where somebody has deployed another image under the same tag', async () => {
    const both = await TwoEnvironments.begin();
    await both.release(2, { commit, imageReference: 'tag' });
    const digest = await both.moveTag('v2', 3);
    await both.staging.ecs.updateService({ ...ref, forceNewDeployment: true });
    await both.staging.steady();

    const result = await both.promote();

    expect(result.plan?.from).toMatchObject({ commit: undefined, images: [{ digest }] });
    expect((await both.production()).tags).not.toHaveProperty('ecsdeploy:commit');
  });

  it('is the index where the tasks run the child of it for their platform', async () => {
    const both = await TwoEnvironments.begin();
    const child = await both.moveTag('multi', 2);
    await both.releaseByHand(`${both.uri}:multi`);
    const index = await both.pushIndex('multi', child);

    await both.promote();

    expect((await both.production()).images).toEqual({ app: `${both.uri}@${index}` });
  });

  it('goes into the container that takes images, and a sidecar stays as it is', async () => {
    const both = await TwoEnvironments.begin();
    const digest = await both.release(2);
    await both.addSidecar('registry.example/proxy:7');

    await both.promote({}, { containers: ['app'] });

    expect((await both.production()).images).toEqual({
      app: `${both.uri}@${digest}`,
      proxy: 'registry.example/proxy:7',
    });
    await expect(both.promote()).rejects.toMatchObject({ code: 'task_definition.container_ambiguous' });
    await expect(both.promote({}, { containers: ['app', 'proxy'] })).rejects.toMatchObject({
      code: 'task_definition.unknown_container',
      details: { container: 'proxy', containers: ['app'] },
    });
  });

  it('must not be older than what runs, as with a build', async () => {
    const both = await TwoEnvironments.begin();
    await both.release(2, { commit });
    const asked: (string | undefined)[] = [];
    const about = (relation: Relation) => (of: string | undefined) => {
      asked.push(of);
      const order = {
        commit,
        allowOlder: false,
        requireNewer: false,
        relationTo: () => Promise.resolve(relation),
      };
      return Promise.resolve({ order });
    };
    await both.promote({ aboutCommit: about({ kind: 'newer' }) });
    await both.release(3, { commit: other });

    const older = both.promote({ aboutCommit: about({ kind: 'older' }) });

    await expect(older).rejects.toMatchObject({ code: 'refused.older_commit' });
    expect(asked).toEqual([commit, other]);
  });

  it('must be of the commit that was named, if one was', async () => {
    const both = await TwoEnvironments.begin();
    await both.release(2, { commit });

    await expect(both.promote({ commit: 'bbbbbbb' })).rejects.toMatchObject({
      code: 'refused.other_commit_there',
    });
    expect((await both.promote({ commit: 'aaaaaaa' })).outcome.kind).toBe('succeeded');
  });

  it('is nothing to do where it runs already', async () => {
    const both = await TwoEnvironments.begin();
    await both.release(2);
    await both.promote();

    expect((await both.promote()).outcome.kind).toBe('nothing-to-do');
  });
});

describe('Nothing is released from an environment', () => {
  async function refused(both: TwoEnvironments): Promise<EcsdeployError> {
    const before = await both.production();
    const error: unknown = await both.promote().catch((thrown: unknown) => thrown);
    if (!(error instanceof EcsdeployError)) throw error;
    expect([error.code, exitCodeOfError(error)]).toEqual(['refused.not_healthy_there', 10]);
    expect(await both.production()).toEqual(before);
    return error;
  }

  it('that is being released to', async () => {
    const both = await TwoEnvironments.begin();
    await both.push(2);
    const release = both.staging.deploy({ images: [{ image: `${both.uri}:v2` }] });
    await both.staging.meanwhile(seconds(20), async () => {
      expect((await refused(both)).message).toBe(
        'staging runs nothing that could be released from there: prod/web is being deployed to web:2, and how that ends is not known yet',
      );
    });
    await release;
  });

  it('whose last release was rolled back', async () => {
    const both = await TwoEnvironments.begin();
    both.staging.sandbox.control.behave(`${both.uri}:v2`, { exit: { code: 1, after: 2_000 } });
    await both.release(2, { commit });

    expect((await refused(both)).message).toBe(
      'staging runs nothing that could be released from there: the last release of prod/web (web:2, commit aaaaaaaaaaaa) was rolled back, and what serves is older',
    );
  });

  it('whose last release a gate has taken back', async () => {
    const both = await TwoEnvironments.begin();
    scripted(both.staging, [1]);
    const gate = commandGate({ at: ['after'], interval: seconds(20) });
    await both.release(2, measuring([gate], seconds(60)));

    expect((await refused(both)).message).toContain('the last release of prod/web (web:2) was taken back');
  });

  it('whose gates nobody has measured to their end', async () => {
    const both = await TwoEnvironments.begin();
    await both.push(2);
    await both.releaseByHand(`${both.uri}:v2`);
    const gates = { gates: [commandGate({ at: ['after'] })], watchForMilliseconds: 0 };

    await expect(both.promote({ gates })).rejects.toMatchObject({
      code: 'refused.not_healthy_there',
      details: { because: 'not-watched' },
    });
    expect((await both.promote()).outcome.kind).toBe('succeeded');
  });

  it('whose tasks fail their health checks', async () => {
    const both = await TwoEnvironments.begin({ staging: { loadBalancer: true } });
    await both.release(2);
    both.staging.sandbox.control.behave(`${both.uri}:v2`, { http: { status: 500 } });
    await both.staging.sandbox.clock.sleep(minutes(1));

    expect((await refused(both)).message).toMatch(/prod\/web runs web:2, and .*(?:health checks|tasks)/);
  });

  it('that runs no task', async () => {
    const both = await TwoEnvironments.begin();
    await both.release(2);
    await both.staging.ecs.updateService({ ...ref, desiredCount: 0 });
    await both.staging.sandbox.clock.sleep(minutes(5));

    expect((await refused(both)).details['because']).toBe('no-tasks');
  });
});
