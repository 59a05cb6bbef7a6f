import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';

const notFound = 'CannotPullContainerError: failed to resolve ref registry.example/web:3: not found';

describe('rollback', () => {
  it('goes to the revision that succeeded before, and verifies it', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(result.changed).toBe('rolled-back');
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1', images: [imageOf(1)] });
  });

  it('passes over revisions that failed: never just revision minus one', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    rehearsal.sandbox.control.behave(imageOf(3), { stoppedReason: notFound });
    await rehearsal.deploy({ images: [{ image: imageOf(3) }] });
    await rehearsal.deploy({ images: [{ image: imageOf(4) }] });
    expect((await rehearsal.serving()).taskDefinition).toBe('web:4');

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
  });

  it('stops a deployment in progress and lets AWS go back', async () => {
    const rehearsal = await Rehearsal.begin();

    const [deployed, rolledBack] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(15), () => Promise.resolve()).then(() => rehearsal.rollBack()),
    ]);

    expect(rolledBack.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(deployed.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone' });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('follows the way back that an earlier run has begun, instead of taking it back in its turn', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    const first = await rehearsal.rollBack({}, rehearsal.interruptAfter(seconds(10)));
    expect(first.outcome).toMatchObject({ kind: 'interrupted', started: true });

    const again = await rehearsal.rollBack();

    expect(again.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(again.deployment?.deploymentId).toBe(first.deployment?.deploymentId);
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('stops a deployment in progress that leads forward, also after an earlier way back', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    await rehearsal.rollBack();
    await rehearsal.deploy({ images: [{ image: imageOf(3) }] }, rehearsal.interruptAfter(seconds(15)));

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(rehearsal.count('StopServiceDeployment')).toBe(1);
  });

  it('plans to follow a way back that is in progress, on a dry run', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    await rehearsal.rollBack({}, rehearsal.interruptAfter(seconds(10)));

    const result = await rehearsal.rollBack({ dryRun: true });

    expect(result.plan?.steps.map(({ kind }) => kind)).toEqual(['adopt', 'follow', 'verify']);
  });

  it('does nothing when AWS has already rolled back: one more step would be one too many', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    rehearsal.sandbox.control.behave(imageOf(3), { stoppedReason: notFound });
    await rehearsal.deploy({ images: [{ image: imageOf(3) }] });

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({
      kind: 'nothing-to-do',
      because: { kind: 'already-rolled-back', to: 'web:2' },
    });
    expect((await rehearsal.serving()).taskDefinition).toBe('web:2');
  });

  it('refuses when no other revision has ever succeeded', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(rehearsal.rollBack()).rejects.toMatchObject({ code: 'rollback_target.not_found' });
  });

  it('shows what will change on a dry run, and changes nothing', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();

    const result = await rehearsal.rollBack({ dryRun: true });

    expect(result.outcome.kind).toBe('planned');
    expect(result.plan?.differences).toMatchObject([
      { path: 'containerDefinitions[app].image', before: imageOf(2), after: imageOf(1) },
    ]);
    expect((await rehearsal.serving()).taskDefinition).toBe('web:2');
  });
});

describe('watch', () => {
  it('sees a deployment that somebody else started to its end, and never acts', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });

    const [deployed, watched] = await Promise.all([
      rehearsal.deploy({ rollback: 'off', timeoutMilliseconds: minutes(8) }),
      rehearsal
        .meanwhile(seconds(15), () => Promise.resolve())
        .then(() => rehearsal.watch({ timeoutMilliseconds: minutes(4) })),
    ]);

    expect(deployed.outcome.kind).toBe('failed-left');
    expect(watched.outcome).toMatchObject({ kind: 'unwatched', because: { kind: 'timeout' } });
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('tells the end of a deployment that is long over, by its id', async () => {
    const rehearsal = await Rehearsal.begin();
    const { deployment } = await rehearsal.deploy();

    const result = await rehearsal.watch({ deployment: deployment?.deploymentId });

    expect(result.outcome.kind).toBe('succeeded');
  });

  it('says that nothing is in progress', async () => {
    const rehearsal = await Rehearsal.begin();

    const result = await rehearsal.watch();

    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do', because: { kind: 'nothing-in-progress' } });
  });

  it('does not find a deployment that never was', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(rehearsal.watch({ deployment: 'ecs-svc/1234567890123456789' })).rejects.toMatchObject({
      code: 'deployment.not_found',
    });
  });
});
