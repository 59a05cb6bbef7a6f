import { describe, expect, it } from '@jest/globals';
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { minutes, seconds } from '../../src/model/duration.ts';
import { rollBack } from '../../src/release/roll-back.ts';
import { mortal, type Death } from './mortal.ts';
import { ref, type Rehearsal } from './rehearsal.ts';
import { beginWith, whatIsLeft } from './strategy-stage.ts';

/** Pauses as a release with an approval leaves one on the service, and as somebody else may have put one there. */
const ourPause = {
  targetType: 'PAUSE' as const,
  lifecycleStages: ['POST_SCALE_UP' as const],
  timeoutConfiguration: { timeoutInMinutes: 30, action: 'ROLLBACK' as const },
  hookDetails: { ecsdeploy: { approve: 'before-traffic' } },
};

async function configurationOf({ ecs }: Rehearsal): Promise<DeploymentConfiguration | undefined> {
  const { services } = await ecs.describeServices({ cluster: ref.cluster, services: [ref.service] });
  return services?.[0]?.deploymentConfiguration;
}

/** A canary service on `web:2`, with a bake, and a pause of ours from now on. */
async function released(): Promise<{ rehearsal: Rehearsal; before: DeploymentConfiguration | undefined }> {
  const rehearsal = await beginWith('CANARY');
  await rehearsal.deploy();
  await rehearsal.ecs.updateService({
    cluster: ref.cluster,
    service: ref.service,
    deploymentConfiguration: { lifecycleHooks: [ourPause] },
  });
  return { rehearsal, before: await configurationOf(rehearsal) };
}

const notFound = 'CannotPullContainerError: not found';

const request = {
  service: ref,
  timeoutMilliseconds: minutes(30),
  rollback: 'automatic',
  rollbackOnTimeout: false,
  onInterrupt: 'detach',
  ifBusy: 'replace',
  dryRun: false,
  // The pause came after the release that it goes back to: what a rollback restores is shown by restored-settings.test.ts.
  imageOnly: true,
} as const;

async function killed(rehearsal: Rehearsal, diesAt: (operation: string, call: number) => Death) {
  const process = mortal(rehearsal, diesAt);
  const run = rollBack(process.context, request).then(() => 'ended' as const);
  return await Promise.race([run, process.died.then(() => 'killed' as const)]);
}

describe('settings that a rollback sets aside', () => {
  const writes = ['TagResource', 'UpdateService', 'UntagResource'];

  it.each(writes.flatMap((operation) => [[operation, 'before'] as const, [operation, 'after'] as const]))(
    'are put back by resume where it was killed at its first %s (%s)',
    async (operation, death) => {
      const { rehearsal, before } = await released();

      const how = await killed(rehearsal, (call) => (call === operation ? death : undefined));
      await rehearsal.sandbox.clock.sleep(seconds(30));
      await rehearsal.resume();

      expect(how).toBe('killed');
      expect(await configurationOf(rehearsal)).toEqual(before);
      expect((await whatIsLeft(rehearsal)).notes).toEqual([]);
    },
  );

  it('are put back by a deploy before it starts, so that it asks for the approval', async () => {
    const { rehearsal, before } = await released();
    let updates = 0;
    await killed(rehearsal, (call) => (call === 'UpdateService' && ++updates === 2 ? 'before' : undefined));
    expect((await configurationOf(rehearsal))?.bakeTimeInMinutes).toBe(0);

    const result = await rehearsal.deploy({ images: [{ image: 'registry.example/web:3' }] });

    expect(result.outcome.kind).toBe('waiting-for-approval');
    expect(await configurationOf(rehearsal)).toEqual(before);
    expect((await whatIsLeft(rehearsal)).notes).toEqual([]);
  });

  it('do not stop the rollback where they cannot be noted', async () => {
    const { rehearsal, before } = await released();
    rehearsal.sandbox.control.fault({ operation: 'TagResource', error: 'AccessDeniedException' });

    const result = await rehearsal.rollBack({ imageOnly: true });

    expect(result.outcome.kind).toBe('rolled-back-as-asked');
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning.kind)).toContain('tag-not-written');
    expect(await configurationOf(rehearsal)).toEqual(before);
  });

  it.each(['rollback', 'deploy'] as const)(
    'are put back by a %s that has nothing else to do, and it does not say that nothing was changed',
    async (command) => {
      const { rehearsal, before } = await released();
      rehearsal.sandbox.control.behave('registry.example/web:1', { stoppedReason: notFound });
      await killed(rehearsal, (call) => (call === 'UpdateService' ? 'after' : undefined));
      await rehearsal.sandbox.clock.sleep(minutes(20));

      // Without a name the rollback would try that way back again, which AWS has taken back.
      const result =
        command === 'rollback' ? await rehearsal.rollBack({ to: 'web:2' }) : await rehearsal.deploy();

      expect(result).toMatchObject({
        outcome: { kind: 'nothing-to-do', settingsRestored: true },
        changed: 'settings',
      });
      expect(rehearsal.factsOf('release.concluded').at(-1)?.outcome).toEqual(result.outcome);
      expect(await configurationOf(rehearsal)).toEqual(before);
    },
  );

  it('are kept aside where the run leaves while the way back goes on', async () => {
    const { rehearsal, before } = await released();

    await rehearsal.rollBack({ imageOnly: true }, rehearsal.interruptAfter(seconds(20)));
    expect(rehearsal.factsOf('settings.kept-aside')).toHaveLength(1);
    expect((await configurationOf(rehearsal))?.bakeTimeInMinutes).toBe(0);
    await rehearsal.resume();

    expect(await configurationOf(rehearsal)).toEqual(before);
    expect(rehearsal.factsOf('settings.restored')).toHaveLength(1);
  });
});
