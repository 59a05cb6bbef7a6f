import { describe, expect, it } from '@jest/globals';
import { minutes } from '../../src/model/duration.ts';
import { strategies } from '../../src/model/lifecycle.ts';
import { ref, type Rehearsal } from './rehearsal.ts';
import { beginWith, beforeTraffic, whatIsLeft } from './strategy-stage.ts';

describe.each(strategies)('a rollback after the end of a %s release', (strategy) => {
  it('waits for no bake and no person, and with --image-only leaves the settings as they were', async () => {
    const rehearsal = await beginWith(strategy);
    await rehearsal.deploy();
    const { ecs } = rehearsal;
    await ecs.updateService({
      cluster: ref.cluster,
      service: ref.service,
      deploymentConfiguration: { ...(await configurationOf(rehearsal)), lifecycleHooks: [ourPause] },
    });
    const before = await configurationOf(rehearsal);

    const result = await rehearsal.rollBack({ imageOnly: true });

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(result.endedAt - result.startedAt).toBeLessThan(minutes(5));
    expect(await configurationOf(rehearsal)).toEqual(before);
    expect(await whatIsLeft(rehearsal)).toEqual({
      status: 'SUCCESSFUL',
      traffic: strategy === 'ROLLING' ? undefined : { 'web:1': 100 },
      running: { 'web:1': 2 },
      revision: 'web:1',
      notes: [],
    });
  });
});

/** As a release with an approval leaves it on the service. */
const ourPause = {
  targetType: 'PAUSE' as const,
  lifecycleStages: ['POST_SCALE_UP' as const],
  timeoutConfiguration: {
    timeoutInMinutes: beforeTraffic.timeoutInMinutes,
    action: beforeTraffic.onTimeout,
  },
  hookDetails: { ecsdeploy: { approve: beforeTraffic.moment } },
};

async function configurationOf({ ecs }: Rehearsal) {
  const { services } = await ecs.describeServices({ cluster: ref.cluster, services: [ref.service] });
  return services?.[0]?.deploymentConfiguration;
}
