import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes } from '../../src/model/duration.ts';
import { abort } from '../../src/release/abort.ts';
import {
  beginWithCodeDeploy,
  isInTerminationWait,
  isShifting,
  leftByCodeDeploy,
  newest,
  only,
  routings,
  whenCodeDeploy,
} from './codedeploy-stage.ts';
import { imageOf, ref } from './rehearsal.ts';
import { setAlarm } from './web-alarm.ts';

const canary = { codeDeploy: { routing: routings.TimeBasedCanary } };

describe('a rollback of a service under CodeDeploy', () => {
  it.each([
    ['in the middle of its shift', isShifting],
    ['in its termination wait', isInTerminationWait],
  ] as const)('stops a release %s, and sees the old tasks serve', async (_, isIt) => {
    const rehearsal = await beginWithCodeDeploy();

    const [release, rollback] = await Promise.all([
      rehearsal.deploy(canary),
      whenCodeDeploy(rehearsal, isIt, () => rehearsal.rollBack()),
    ]);

    expect(rollback.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(exitCodeOf(rollback.outcome)).toBe(0);
    expect(release.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone' });
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });

  it('brings the earlier revision back at night, all at once, whatever its alarms say, and waits for nobody', async () => {
    const rehearsal = await beginWithCodeDeploy({
      group: {
        terminationWait: 60,
        readyWait: 60,
        configuration: 'CodeDeployDefault.ECSCanary10Percent15Minutes',
      },
    });
    await rehearsal.deploy({ until: { kind: 'paused' } });
    await rehearsal.codeDeploy.continueDeployment({ deploymentId: (await newest(rehearsal))?.id ?? '' });
    await rehearsal.resume();
    await setAlarm(rehearsal, 'ALARM');
    const before = rehearsal.sandbox.clock.now();
    rehearsal.facts.length = 0;

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(rehearsal.factsOf('approval.awaited')).toEqual([]);
    expect(rehearsal.sandbox.clock.now() - before).toBeLessThan(minutes(10));
    expect(result.plan?.codeDeploy).toMatchObject({
      configuration: { name: 'CodeDeployDefault.ECSAllAtOnce' },
      ignoresAlarms: true,
    });
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning)).toContainEqual({
      kind: 'alarms-ignored',
      names: ['web-5xx'],
    });
    expect((await newest(rehearsal))?.info.overrideAlarmConfiguration).toMatchObject({ enabled: false });
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(1) });
  });

  it('goes to the last release that succeeded, past one that failed', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy();
    rehearsal.sandbox.control.behave(imageOf(3), { stoppedReason: 'OutOfMemoryError: Container killed' });
    await rehearsal.deploy({ images: [{ image: imageOf(4) }] });

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:2' });
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(2) });
  });

  it('has nothing to do where the newest release was taken back already', async () => {
    const rehearsal = await beginWithCodeDeploy();
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });
    expect(exitCodeOf((await rehearsal.deploy()).outcome)).toBe(20);

    const result = await rehearsal.rollBack();

    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do', because: { to: 'web:1' } });
  });

  it('only plans in a dry run', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy();

    const result = await rehearsal.rollBack({ dryRun: true });

    expect(result.outcome.kind).toBe('planned');
    expect(rehearsal.count('CreateDeployment')).toBe(1);
  });
});

describe('an abort of a release through CodeDeploy', () => {
  it('takes it back, and has nothing to do when there is none', async () => {
    const rehearsal = await beginWithCodeDeploy();

    const [release, aborted] = await Promise.all([
      rehearsal.deploy(canary),
      whenCodeDeploy(rehearsal, isShifting, () =>
        abort(rehearsal.context(), { service: ref, dryRun: false }),
      ),
    ]);
    const again = await abort(rehearsal.context(), { service: ref, dryRun: false });

    expect(release.outcome.kind).toBe('failed-rolled-back');
    expect(aborted.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(again.outcome.kind).toBe('nothing-to-do');
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });
});
