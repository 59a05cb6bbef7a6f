import { describe, expect, it } from '@jest/globals';
import { exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes } from '../../src/model/duration.ts';
import { commitOf, controllers, release, releaseBadly, released, warningsOf } from './go-back-stage.ts';
import { imageOf } from './rehearsal.ts';

describe.each(controllers)('a rollback that names its release, through %s', (_, begin) => {
  it.each([
    ['a commit', commitOf(2).slice(0, 7)],
    ['family and revision', 'web:2'],
    ['a revision', '2'],
    ['two releases back', '-2'],
  ])('goes to %s', async (__, to) => {
    const rehearsal = await released(begin, 4);

    const result = await rehearsal.rollBack({ to });

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
    expect(result.plan?.wayBack).toMatchObject({ release: { origin: { commit: commitOf(2) } } });
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });

  it('goes to what served then', async () => {
    const rehearsal = await released(begin, 2);
    await rehearsal.sandbox.clock.sleep(minutes(180));
    await release(rehearsal, 3);
    await rehearsal.sandbox.clock.sleep(minutes(60));

    const result = await rehearsal.rollBack({ to: '2 hours ago' });

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
  });

  it('goes to a deployment by its id', async () => {
    const rehearsal = await released(begin, 3);
    const planned = await rehearsal.rollBack({ dryRun: true });
    const id = planned.plan?.wayBack?.release?.id ?? '';
    await release(rehearsal, 4);

    const result = await rehearsal.rollBack({ to: id });

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
  });

  it('has nothing to do where that serves', async () => {
    const rehearsal = await released(begin, 2);

    const result = await rehearsal.rollBack({ to: 'web:2' });

    expect(result.outcome).toMatchObject({
      kind: 'nothing-to-do',
      because: { kind: 'already-serves', taskDefinition: 'web:2' },
    });
  });

  it('takes one that did not succeed at its word, with a warning', async () => {
    const rehearsal = await released(begin, 2);
    await releaseBadly(rehearsal, 3);
    rehearsal.sandbox.control.behave(imageOf(3), { failure: 'none' });

    const result = await rehearsal.rollBack({ to: 'web:3' });

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:3' });
    expect(warningsOf(rehearsal)).toContainEqual({
      kind: 'target-unproven',
      taskDefinition: expect.stringMatching(/web:3$/),
      outcome: 'rolled-back',
    });
  });

  it('does not find what there is not, and lists what there is', async () => {
    const rehearsal = await released(begin, 2);

    for (const to of ['web:9', 'nothing', '-9', '400 days ago']) {
      const error: unknown = await rehearsal.rollBack({ to }).catch((reason: unknown) => reason);
      expect(exitCodeOfError(error)).toBe(5);
      expect(error).toMatchObject({
        code: 'release.not_found',
        suggestions: expect.arrayContaining([
          expect.stringMatching(/^web:2, .+ ago, 222222222222, succeeded, /),
        ]),
      });
    }
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });

  it('does not choose between several', async () => {
    const rehearsal = await released(begin, 2);
    await rehearsal.deploy({ images: [{ image: imageOf(3) }], commit: commitOf(2) });
    await release(rehearsal, 4);

    const error: unknown = await rehearsal.rollBack({ to: commitOf(2) }).catch((reason: unknown) => reason);

    expect(exitCodeOfError(error)).toBe(2);
    expect(error).toMatchObject({
      code: 'usage.ambiguous_release',
      suggestions: [
        expect.stringMatching(/^web:3, /),
        expect.stringMatching(/^web:2, /),
        expect.stringContaining('--to <family:revision>'),
      ],
    });
  });
});
