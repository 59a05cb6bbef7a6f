import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { DeploymentSettings } from '../../src/model/release-plan.ts';
import { ref, Rehearsal } from './rehearsal.ts';
import { beginWith } from './strategy-stage.ts';

async function configurationOf({ ecs }: Rehearsal) {
  const { services } = await ecs.describeServices({ cluster: ref.cluster, services: [ref.service] });
  return services?.[0]?.deploymentConfiguration;
}

const canary: DeploymentSettings = {
  strategy: 'CANARY',
  canary: { percent: 25, bakeTimeInMinutes: 1 },
  approvals: [],
};
const theirs = {
  targetType: 'PAUSE' as const,
  lifecycleStages: ['PRE_SCALE_UP' as const],
  timeoutConfiguration: { timeoutInMinutes: 1, action: 'CONTINUE' as const },
  hookDetails: { team: 'payments' },
};

describe('a release that changes the strategy', () => {
  it('sends it with its settings in the one UpdateService that starts it, and shows the difference first', async () => {
    const rehearsal = await Rehearsal.begin({ twoGroups: {} });

    const result = await rehearsal.deploy({ settings: canary });

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('UpdateService')).toBe(1);
    expect(await configurationOf(rehearsal)).toMatchObject({
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 25, canaryBakeTimeInMinutes: 1 },
    });
    const [planned] = rehearsal.factsOf('plan.made');
    expect(planned?.plan.settings.map(({ path }) => path)).toEqual([
      'deploymentConfiguration.strategy',
      'deploymentConfiguration.canaryConfiguration.canaryPercent',
      'deploymentConfiguration.canaryConfiguration.canaryBakeTimeInMinutes',
    ]);
  });

  it('comes back to ROLLING', async () => {
    const rehearsal = await beginWith('BLUE_GREEN');

    const result = await rehearsal.deploy({ settings: { strategy: 'ROLLING' } });

    expect(result.outcome.kind).toBe('succeeded');
    expect(result.plan?.strategy).toBe('ROLLING');
    expect((await configurationOf(rehearsal))?.strategy).toBe('ROLLING');
  });

  it('gives the planned bakes their time', async () => {
    const rehearsal = await beginWith('CANARY');

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(5) });

    expect(result.outcome.kind).toBe('succeeded');
    expect(result.plan?.timeoutMilliseconds).toBe(minutes(5 + 2 + 2));
  });

  it('adopts an earlier start of the same revision as it is, and says that the strategy waits', async () => {
    const rehearsal = await beginWith('BLUE_GREEN');
    await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(40)));

    const result = await rehearsal.deploy({ settings: canary });

    expect(result.outcome.kind).toBe('succeeded');
    expect(result.plan?.strategy).toBe('BLUE_GREEN');
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning)).toContainEqual(
      expect.objectContaining({
        kind: 'settings-not-applied',
        paths: expect.arrayContaining(['deploymentConfiguration.strategy']),
      }),
    );
  });
});

describe('hooks of others', () => {
  it('stay as they are when ours come and go', async () => {
    const rehearsal = await beginWith('CANARY', { configuration: { lifecycleHooks: [theirs] } });
    const approvals = [{ moment: 'before-traffic', timeoutInMinutes: 5, onTimeout: 'CONTINUE' }] as const;

    await rehearsal.deploy({ settings: { approvals }, waitForApproval: true });
    const withOurs = (await configurationOf(rehearsal))?.lifecycleHooks ?? [];
    await rehearsal.deploy({ settings: { approvals: [] }, images: [{ image: 'registry.example/web:3' }] });

    expect(withOurs).toHaveLength(2);
    expect(withOurs[0]).toEqual(theirs);
    expect((await configurationOf(rehearsal))?.lifecycleHooks).toEqual([theirs]);
  });
});

describe('a strategy without what it needs', () => {
  it.each([
    ['CANARY', {}, 'refused.no_traffic_source'],
    ['BLUE_GREEN', { loadBalancer: true }, 'refused.load_balancer_unprepared'],
  ] as const)('%s with %j is refused before anything changes', async (strategy, stage, code) => {
    const rehearsal = await Rehearsal.begin(stage);

    await expect(rehearsal.deploy({ settings: { strategy } })).rejects.toMatchObject({ code });

    expect(rehearsal.count('UpdateService')).toBe(0);
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
  });

  it('BLUE_GREEN without any traffic is said to move nothing', async () => {
    const rehearsal = await Rehearsal.begin();

    const result = await rehearsal.deploy({ settings: { strategy: 'BLUE_GREEN' } });

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning.kind)).toContain('no-traffic-to-shift');
  });
});
