import { describe, expect, it } from '@jest/globals';
import type { DeployRequest } from '../../src/release/requests.ts';
import { deploySeveral, type Member } from '../../src/release/several/deploy-several.ts';
import {
  beginWithCodeDeploy,
  isInstalling,
  leftByCodeDeploy,
  newest,
  only,
  routings,
  whenCodeDeploy,
} from './codedeploy-stage.ts';
import { imageOf, ref, webTaskDefinition, type Rehearsal } from './rehearsal.ts';

/** Beside `prod/web`, which CodeDeploy brings in, a service `prod/api` that ECS does. */
async function withApi(rehearsal: Rehearsal): Promise<void> {
  await rehearsal.ecs.registerTaskDefinition(webTaskDefinition({ family: 'api' }));
  await rehearsal.ecs.createService({
    cluster: ref.cluster,
    serviceName: 'api',
    taskDefinition: 'api:1',
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  });
  await rehearsal.sandbox.clock.sleep(180_000);
}

function member(rehearsal: Rehearsal, name: string, after: string[], version: number): Member {
  const context = rehearsal.context();
  const request: DeployRequest = {
    service: { cluster: ref.cluster, service: name },
    base: { kind: 'live' },
    images: [{ image: imageOf(version) }],
    settings: {},
    imageReference: 'digest',
    force: false,
    ifBusy: 'refuse',
    timeoutMilliseconds: 1_800_000,
    rollback: 'automatic',
    rollbackOnTimeout: false,
    onInterrupt: 'detach',
    dryRun: false,
    allOrNone: true,
  };
  return { name, after, request, context, imageContext: context };
}

describe('a run over services of both deployment controllers', () => {
  it('releases each in its own way', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await withApi(rehearsal);

    const results = await deploySeveral({
      members: [member(rehearsal, 'web', [], 2), member(rehearsal, 'api', ['web'], 2)],
      parallel: 2,
      onFailure: 'take-back',
    });

    expect(results.map(({ outcome }) => outcome.kind)).toEqual(['succeeded', 'succeeded']);
  });

  it('takes the one of CodeDeploy back when the other one fails, and all or none were wanted', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await withApi(rehearsal);
    rehearsal.sandbox.control.behave(imageOf(5), { stoppedReason: 'CannotPullContainerError: not found' });

    const results = await deploySeveral({
      members: [member(rehearsal, 'web', [], 2), member(rehearsal, 'api', ['web'], 5)],
      parallel: 2,
      onFailure: 'take-back',
    });

    expect(results.map(({ outcome }) => outcome.kind)).toEqual(['failed-rolled-back', 'failed-rolled-back']);
    expect(results[0]?.outcome).toMatchObject({ by: 'ecsdeploy', to: 'web:1' });
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(1) });
  });

  it('leaves the one of CodeDeploy to whoever releases it again before it is taken back, and says so', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await withApi(rehearsal);
    rehearsal.sandbox.control.behave(imageOf(5), { stoppedReason: 'CannotPullContainerError: not found' });

    const run = deploySeveral({
      members: [member(rehearsal, 'web', [], 2), member(rehearsal, 'api', ['web'], 5)],
      parallel: 2,
      onFailure: 'take-back',
    });
    while ((await newest(rehearsal))?.info.status !== 'Succeeded') await rehearsal.sandbox.clock.sleep(1_000);
    const canary = { codeDeploy: { routing: routings.TimeBasedCanary } };
    // Long enough for the run to have looked at what it released.
    await rehearsal.sandbox.clock.sleep(20_000);
    const other = rehearsal.deploy({ ...canary, images: [{ image: imageOf(3) }] });
    const id = await whenCodeDeploy(rehearsal, isInstalling, (now) => Promise.resolve(now.id));

    const [web] = await run;
    expect(web?.outcome).toEqual({
      kind: 'superseded',
      because: { kind: 'superseded', byDeployment: id, isUnderWay: true },
    });
    expect((await other).outcome.kind).toBe('succeeded');
    expect(rehearsal.count('StopDeployment')).toBe(0);
  });
});
