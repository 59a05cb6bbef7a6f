import { describe, expect, it } from '@jest/globals';
import { exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { describeOutcome } from '../../src/output/describe-outcome.ts';
import { isShifting, whenCodeDeploy } from './codedeploy-stage.ts';
import { commitOf, controllers, releaseBadly, released, warningsOf } from './go-back-stage.ts';
import { imageOf, type Rehearsal } from './rehearsal.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';
import { beginWith, isUnderWay, when } from './strategy-stage.ts';
import { setAlarm } from './web-alarm.ts';

describe.each(controllers)('a rollback to a revision that was deregistered, through %s', (_, begin) => {
  it('registers it again as it was, and says so', async () => {
    const rehearsal = await released(begin, 3);
    await rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:2' });
    const planned = await rehearsal.rollBack({ dryRun: true });

    const result = await rehearsal.rollBack();

    expect(planned.plan?.wayBack?.copies).toBe('web:2');
    expect(planned.plan?.steps[0]?.kind).toBe('register');
    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:4' });
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
    expect(rehearsal.factsOf('task-definition.settled')).toMatchObject([
      { how: 'registered', copies: expect.stringMatching(/web:2$/) },
    ]);
    const [was, is] = await Promise.all(
      ['web:2', 'web:4'].map((taskDefinition) =>
        rehearsal.ecs.describeTaskDefinition({ taskDefinition, include: ['TAGS'] }),
      ),
    );
    expect(is?.taskDefinition?.containerDefinitions).toEqual(was?.taskDefinition?.containerDefinitions);
    expect(is?.taskDefinition?.executionRoleArn).toBe(was?.taskDefinition?.executionRoleArn);
    expect(is?.tags).toEqual(
      expect.arrayContaining([
        { key: 'team', value: 'shop' },
        { key: 'ecsdeploy:commit', value: commitOf(2) },
        { key: 'ecsdeploy:copy-of', value: 'web:2' },
      ]),
    );
  });

  it('is followed by the same command after a kill, and not turned round', async () => {
    const rehearsal = await released(begin, 3);
    await rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:2' });
    const first = await rehearsal.rollBack({}, rehearsal.interruptAfter(seconds(20)));
    expect(first.outcome).toMatchObject({ kind: 'interrupted', started: true });

    const again = await rehearsal.rollBack();

    expect(again.deployment?.deploymentId).toBe(first.deployment?.deploymentId);
    expect(again.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:4' });
  });
});

describe.each(controllers)('a rollback while a release is in progress, through %s', (name, begin) => {
  const underWay = (rehearsal: Rehearsal, act: () => ReturnType<Rehearsal['rollBack']>) =>
    name === 'CodeDeploy' ? whenCodeDeploy(rehearsal, isShifting, act) : when(rehearsal, isUnderWay, act);

  it('says by what it goes back, and what that costs', async () => {
    const rehearsal = await released(begin, 2);

    const [, back] = await Promise.all([
      rehearsal.deploy({ images: [{ image: imageOf(3) }] }),
      underWay(rehearsal, () => rehearsal.rollBack()),
    ]);

    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
    expect(back.plan?.wayBack?.mechanism).toMatchObject({
      kind: 'stop',
      isInstant: name !== 'ECS, rolling',
    });
  });

  it('goes on to the release that was named, once AWS has gone back', async () => {
    const rehearsal = await released(begin, 3);

    const [, back] = await Promise.all([
      rehearsal.deploy({ images: [{ image: imageOf(4) }] }),
      underWay(rehearsal, () => rehearsal.rollBack({ to: commitOf(2) })),
    ]);

    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });

  it('refuses a name that there is not before it stops anything', async () => {
    const rehearsal = await released(begin, 2);

    const [release] = await Promise.all([
      rehearsal.deploy({ images: [{ image: imageOf(3) }] }),
      underWay(rehearsal, async () => {
        const back = rehearsal.rollBack({ to: 'web:9' });
        await expect(back).rejects.toMatchObject({ code: 'release.not_found' });
        return await rehearsal.rollBack({ dryRun: true });
      }),
    ]);

    expect(release.outcome.kind).toBe('succeeded');
  });
});

describe('a rollback whose own way back AWS has taken back', () => {
  it('is tried again, and not called done', async () => {
    const rehearsal = await released(() => beginWith('ROLLING'), 3);
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });
    const first = await rehearsal.rollBack();
    expect(first.outcome).toMatchObject({ kind: 'failed-rollback-failed', serves: 'web:3' });
    expect(describeOutcome(first.outcome, { service: 'demo/web', after: 'web:2' }).state).toBe(
      'Act now: web:3, which was to be left, serves again.',
    );
    rehearsal.sandbox.control.behave(imageOf(2), { failure: 'none' });

    const again = await rehearsal.rollBack();

    expect(again.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
    expect(warningsOf(rehearsal)).toContainEqual(
      expect.objectContaining({ kind: 'way-back-failed-before', reason: expect.any(String) }),
    );
  });

  it('is told from a release that AWS has taken back', async () => {
    const rehearsal = await released(() => beginWith('ROLLING'), 2);
    await releaseBadly(rehearsal, 3);

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do', because: { to: 'web:2' } });
  });
});

describe('images of earlier releases', () => {
  /** `web:2` and `web:3` run images of ECR, and `web:4` serves. */
  async function withRepository() {
    const rehearsal = await beginWith('ROLLING');
    const { repository } = await rehearsal.ecr.createRepository({ repositoryName: 'shop/web' });
    const digests: string[] = [];
    for (const version of [2, 3, 4]) {
      const { image } = await rehearsal.ecr.putImage({
        repositoryName: 'shop/web',
        imageTag: `v${version}`,
        imageManifest: JSON.stringify({ schemaVersion: 2, version }),
        imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
      });
      digests.push(image?.imageId?.imageDigest ?? '');
      const images = [{ image: `${repository?.repositoryUri ?? ''}:v${version}` }];
      expect((await rehearsal.deploy({ images })).outcome.kind).toBe('succeeded');
    }
    const remove = async (version: number) =>
      await rehearsal.ecr.batchDeleteImage({
        repositoryName: 'shop/web',
        imageIds: [{ imageDigest: digests[version - 2] ?? '' }],
      });
    return { rehearsal, remove, digests };
  }

  it('that are gone are passed over, with a word', async () => {
    const { rehearsal, remove, digests } = await withRepository();
    await remove(3);

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
    expect(warningsOf(rehearsal)).toContainEqual({
      kind: 'target-passed-over',
      gone: {
        why: 'image',
        taskDefinition: expect.stringMatching(/web:3$/),
        container: 'app',
        image: expect.stringContaining(digests[1] ?? ''),
      },
    });
  });

  it('that are gone are refused where they were named', async () => {
    const { rehearsal, remove } = await withRepository();
    await remove(3);

    for (const to of ['web:3', '-1', 'v3']) {
      const error: unknown = await rehearsal.rollBack({ to }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'refused.target_gone' });
      expect(exitCodeOfError(error)).toBe(10);
    }
    expect((await rehearsal.serving()).taskDefinition).toBe('web:4');
  });

  it('that are gone are passed over until one is found that may be there, in a registry that nobody asks', async () => {
    const { rehearsal, remove } = await withRepository();
    await remove(2);
    await remove(3);
    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(warningsOf(rehearsal).filter(({ kind }) => kind === 'target-passed-over')).toHaveLength(2);
  });

  it.each(['AccessDeniedException', 'ServerException'])(
    'that cannot be asked for (%s) do not stand in the way',
    async (error) => {
      const { rehearsal } = await withRepository();
      rehearsal.sandbox.control.fault({ operation: 'DescribeImages', error });

      const result = await rehearsal.rollBack();

      expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:3' });
    },
  );
});

describe('a rollback of a finished release says what it costs', () => {
  it.each(controllers)('through %s', async (name, begin) => {
    const rehearsal = await released(begin, 3);

    const { plan } = await rehearsal.rollBack({ dryRun: true });

    const strategies: Record<string, string> = {
      'ECS, rolling': 'ROLLING',
      'ECS, blue/green': 'BLUE_GREEN',
      CodeDeploy: 'AllAtOnce',
    };
    expect(plan?.wayBack).toMatchObject({
      mechanism: { kind: 'redeploy', strategy: strategies[name] },
      release: { outcome: 'succeeded', origin: { commit: commitOf(2) } },
    });
    const { mechanism } = plan?.wayBack ?? {};
    const took = mechanism?.kind === 'redeploy' ? mechanism.lastTookMilliseconds : undefined;
    expect(took).toBeGreaterThan(seconds(30));
    expect(took).toBeLessThan(minutes(30));
  });

  it('with other releases to choose from, also such as did not succeed', async () => {
    const rehearsal = await released(() => beginWith('ROLLING'), 2);
    await releaseBadly(rehearsal, 3);
    await rehearsal.deploy({ images: [{ image: imageOf(4) }] });

    const { plan } = await rehearsal.rollBack({ dryRun: true });

    expect(plan?.wayBack?.others).toMatchObject([
      { taskDefinition: expect.stringMatching(/web:3$/), outcome: 'rolled-back' },
      { taskDefinition: expect.stringMatching(/web:1$/), outcome: 'succeeded' },
    ]);
  });

  it('and what changes besides the image, without values that may be secret', async () => {
    const rehearsal = await released(() => beginWith('ROLLING'), 2);
    const { taskDefinition } = await rehearsal.ecs.describeTaskDefinition({ taskDefinition: 'web:2' });
    const [app] = taskDefinition?.containerDefinitions ?? [];
    await rehearsal.ecs.registerTaskDefinition({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      executionRoleArn: taskDefinition?.executionRoleArn,
      containerDefinitions: [{ ...app, environment: [{ name: 'MODE', value: 'hunter2' }] }],
    });
    await rehearsal.deploy({ base: { kind: 'revision', nameOrArn: 'web:3' }, images: [] });

    const { plan } = await rehearsal.rollBack({ dryRun: true });

    expect(plan?.differences.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['cpu', 'memory', 'containerDefinitions[app].environment[MODE].value']),
    );
    expect(JSON.stringify(plan)).not.toContain('hunter2');
  });
});

describe('nothing of ours stands in the way of a rollback', () => {
  it('neither gates nor alarms nor who approves nor which commit is older', async () => {
    const rehearsal = await released(() => beginWith('BLUE_GREEN'), 2);
    const { times } = scripted(rehearsal, [0]);
    const gate = commandGate({ at: ['before', 'after'] });
    await rehearsal.deploy({ images: [{ image: imageOf(3) }], commit: commitOf(3), ...measuring([gate]) });
    const before = times();
    expect(before).toBeGreaterThan(0);
    await setAlarm(rehearsal, 'ALARM');
    scripted(rehearsal, [1]);

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
    expect(rehearsal.factsOf('gate.started').length).toBeLessThanOrEqual(before);
    expect(rehearsal.factsOf('approval.awaited').filter(({ gates }) => gates === undefined)).toEqual([]);
  });
});
