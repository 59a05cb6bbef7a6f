import { describe, expect, it } from '@jest/globals';
import { describeReason } from '../../src/output/describe-reason.ts';
import { controllers, release, released, warningsOf } from './go-back-stage.ts';
import { imageOf, type Rehearsal } from './rehearsal.ts';

async function takenBackTag(rehearsal: Rehearsal, taskDefinition: string): Promise<string | undefined> {
  const { tags = [] } = await rehearsal.ecs.describeTaskDefinition({ taskDefinition, include: ['TAGS'] });
  return tags.find(({ key }) => key === 'ecsdeploy:taken-back')?.value;
}

describe.each(controllers)('What a person has left by a rollback, through %s', (name, begin) => {
  const version = async (rehearsal: Rehearsal) => (await rehearsal.serving()).images;

  it('is not where the next rollback leads: it says that it is done, and where further back is', async () => {
    const rehearsal = await released(begin, 4);
    expect((await rehearsal.rollBack()).outcome).toMatchObject({ to: 'web:3' });

    const again = await rehearsal.rollBack();

    expect(again.outcome).toMatchObject({
      kind: 'nothing-to-do',
      because: { kind: 'already-rolled-back', to: 'web:3', further: expect.stringMatching(/web:2$/) },
    });
    const words = 'because' in again.outcome ? describeReason(again.outcome.because) : '';
    expect(words).toBe('it already runs web:3; --to web:2 goes further back');
    expect(await version(rehearsal)).toEqual([imageOf(3)]);
  });

  it('says so as well where the revision had to be registered again', async () => {
    const rehearsal = await released(begin, 3);
    await rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:2' });
    expect((await rehearsal.rollBack()).outcome).toMatchObject({ to: 'web:4' });

    const again = await rehearsal.rollBack();

    expect(again.outcome).toMatchObject({ kind: 'nothing-to-do', because: { to: 'web:4' } });
  });

  it('is gone further back from where a release is named, and then that is where it stays', async () => {
    const rehearsal = await released(begin, 5);
    expect((await rehearsal.rollBack()).outcome).toMatchObject({ to: 'web:4' });
    expect((await rehearsal.rollBack({ to: 'web:3' })).outcome).toMatchObject({ to: 'web:3' });

    const again = await rehearsal.rollBack();

    expect(again.outcome).toMatchObject({
      because: { kind: 'already-rolled-back', to: 'web:3', further: expect.stringMatching(/web:2$/) },
    });
  });

  it('is passed over when a later release is left', async () => {
    const rehearsal = await released(begin, 3);
    await rehearsal.rollBack();
    await release(rehearsal, 4);

    const back = await rehearsal.rollBack();

    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked' });
    expect(await version(rehearsal)).toEqual([imageOf(2)]);
  });

  it('is brought back by its name, and counts again from then on', async () => {
    const rehearsal = await released(begin, 3);
    await rehearsal.rollBack();

    const forward = await rehearsal.rollBack({ to: 'web:3' });

    expect(forward.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:3' });
    expect(await takenBackTag(rehearsal, 'web:2')).toBeUndefined();
    await release(rehearsal, 4);
    expect((await rehearsal.rollBack()).outcome).toMatchObject({ to: 'web:3' });
  });

  it('has no note where the way back could not begin', async () => {
    const rehearsal = await released(begin, 3);
    const operation = name === 'CodeDeploy' ? 'CreateDeployment' : 'UpdateService';
    rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException' });

    await expect(rehearsal.rollBack()).rejects.toThrow();

    expect(await takenBackTag(rehearsal, 'web:3')).toBeUndefined();
  });

  it('is only warned of where the note cannot be written', async () => {
    const rehearsal = await released(begin, 3);
    rehearsal.sandbox.control.fault({ operation: 'TagResource', error: 'AccessDeniedException' });

    const back = await rehearsal.rollBack();

    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
    expect(warningsOf(rehearsal)).toContainEqual(
      expect.objectContaining({ kind: 'tag-not-written', tag: 'ecsdeploy:taken-back' }),
    );
  });

  it('has no note after a rehearsal', async () => {
    const rehearsal = await released(begin, 2);

    await rehearsal.rollBack({ dryRun: true });

    expect(await takenBackTag(rehearsal, 'web:2')).toBeUndefined();
  });
});
