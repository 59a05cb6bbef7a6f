import { describe, expect, it } from '@jest/globals';
import { seconds } from '../../src/model/duration.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { imageOf, Rehearsal, type Stage } from './rehearsal.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';

const afterwards = commandGate({ at: ['after'], interval: seconds(20) });

/** `web:1` serves again: AWS calls `web:2` successful, and a gate has found it bad. */
async function takenBack(stage: Stage = {}): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin(stage);
  scripted(rehearsal, [1]);
  const result = await rehearsal.deploy(measuring([afterwards], seconds(60)));
  expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', to: 'web:1' });
  return rehearsal;
}

async function tagsOf(rehearsal: Rehearsal, taskDefinition: string): Promise<Record<string, string>> {
  const { tags = [] } = await rehearsal.ecs.describeTaskDefinition({ taskDefinition, include: ['TAGS'] });
  return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
}

describe.each<[string, Stage]>([
  ['ECS', {}],
  ['CodeDeploy', { codeDeploy: {} }],
])('What was taken back after %s had called it successful', (_, stage) => {
  it('has a note on its revision, and no other revision has', async () => {
    const rehearsal = await takenBack(stage);

    const bad = await tagsOf(rehearsal, 'web:2');
    expect(Date.parse(bad['ecsdeploy:taken-back'] ?? '')).toBeLessThanOrEqual(rehearsal.sandbox.clock.now());
    expect(bad).not.toHaveProperty('ecsdeploy:succeeded');
    expect(await tagsOf(rehearsal, 'web:1')).not.toHaveProperty('ecsdeploy:taken-back');
  });

  it('is not where a rollback leads: there is nothing to do', async () => {
    const rehearsal = await takenBack(stage);

    const back = await rehearsal.rollBack();

    expect(back.outcome).toMatchObject({
      kind: 'nothing-to-do',
      because: { kind: 'already-rolled-back', to: 'web:1' },
    });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('is passed over by a rollback of a later release', async () => {
    const rehearsal = await takenBack(stage);
    await rehearsal.deploy({ images: [{ image: imageOf(3) }] });

    const back = await rehearsal.rollBack();

    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('is where a rollback leads once it has been released again and stayed', async () => {
    const rehearsal = await takenBack(stage);
    const again = await rehearsal.deploy();
    expect(again.outcome).toMatchObject({ kind: 'succeeded' });
    expect(again.target?.taskDefinition).toMatch(/web:2$/);
    await rehearsal.deploy({ images: [{ image: imageOf(3) }] });

    const back = await rehearsal.rollBack();

    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
  });

  it('is left again by a rollback in the middle of its next release, which is no way back', async () => {
    const rehearsal = await takenBack(stage);
    const inTheMiddle = async (): Promise<ReleaseResult> => {
      await rehearsal.sandbox.clock.sleep(seconds(20));
      return await rehearsal.rollBack();
    };
    const [, back] = await Promise.all([rehearsal.deploy(), inTheMiddle()]);

    expect(back.plan?.wayBack?.mechanism.kind).toBe('stop');
    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('is left by a rollback where the way back never began', async () => {
    const rehearsal = await Rehearsal.begin(stage);
    const operation = stage.codeDeploy === undefined ? 'UpdateService' : 'CreateDeployment';
    scripted(rehearsal, () => {
      rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException' });
      return 1;
    });
    const left = await rehearsal.deploy(measuring([afterwards], seconds(60)));
    expect(left.outcome.kind).toBe('failed-rollback-failed');
    rehearsal.sandbox.control.clearFaults();

    const back = await rehearsal.rollBack();

    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
  });
});
