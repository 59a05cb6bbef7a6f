import type { CreateDeploymentConfigCommandInput } from '@aws-sdk/client-codedeploy';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { refusal } from '../clients.ts';
import { groupScene, type GroupScene } from './a-group.ts';

let scene: GroupScene;
let codedeploy: GroupScene['codedeploy'];
beforeEach(() => {
  scene = groupScene();
  codedeploy = scene.codedeploy;
});

const canary = (canaryPercentage: number, canaryInterval: number) =>
  ({ type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage, canaryInterval } }) as const;
const create = (changes: Partial<CreateDeploymentConfigCommandInput> = {}) =>
  codedeploy.createDeploymentConfig({
    deploymentConfigName: 'canary-5-2m',
    computePlatform: 'ECS',
    trafficRoutingConfig: canary(5, 2),
    ...changes,
  });
const named = async (deploymentConfigName: string) =>
  (await codedeploy.getDeploymentConfig({ deploymentConfigName })).deploymentConfigInfo;

describe('the predefined configurations', () => {
  it('are the five for ECS', async () => {
    const { deploymentConfigsList } = await codedeploy.listDeploymentConfigs({});
    const routings = await Promise.all(
      deploymentConfigsList!.map(async (name) => (await named(name))?.trafficRoutingConfig),
    );
    const linear = (linearInterval: number) => ({
      type: 'TimeBasedLinear',
      timeBasedLinear: { linearPercentage: 10, linearInterval },
    });
    expect(Object.fromEntries(deploymentConfigsList!.map((name, index) => [name, routings[index]]))).toEqual({
      'CodeDeployDefault.ECSAllAtOnce': { type: 'AllAtOnce' },
      'CodeDeployDefault.ECSLinear10PercentEvery1Minutes': linear(1),
      'CodeDeployDefault.ECSLinear10PercentEvery3Minutes': linear(3),
      'CodeDeployDefault.ECSCanary10Percent5Minutes': canary(10, 5),
      'CodeDeployDefault.ECSCanary10Percent15Minutes': canary(10, 15),
    });
  });

  it('cannot be deleted, nor made', async () => {
    const deploymentConfigName = 'CodeDeployDefault.ECSAllAtOnce';
    expect((await refusal(codedeploy.deleteDeploymentConfig({ deploymentConfigName }))).name).toBe(
      'InvalidOperationException',
    );
    expect((await refusal(create({ deploymentConfigName: 'CodeDeployDefault.Mine' }))).name).toBe(
      'InvalidDeploymentConfigNameException',
    );
  });
});

describe('a configuration of ours', () => {
  it('is told as it was created', async () => {
    const { deploymentConfigId } = await create();
    expect(await named('canary-5-2m')).toEqual({
      deploymentConfigId,
      deploymentConfigName: 'canary-5-2m',
      createTime: new Date(scene.sandbox.clock.now()),
      computePlatform: 'ECS',
      trafficRoutingConfig: canary(5, 2),
    });
    expect((await refusal(create())).name).toBe('DeploymentConfigAlreadyExistsException');
  });

  it('has no healthy hosts', async () => {
    expect(await refusal(create({ minimumHealthyHosts: { type: 'HOST_COUNT', value: 1 } }))).toEqual({
      name: 'InvalidMinimumHealthyHostValueException',
      message: 'minimum healthy hosts should be null for ECS deployment configuration',
    });
  });

  it.each([
    ['no routing', undefined],
    ['0 %', canary(0, 5)],
    ['100 %', canary(100, 5)],
    ['no interval', canary(10, 0)],
    ['more than two days', canary(10, 2881)],
    ['the other shape', { type: 'TimeBasedLinear', timeBasedCanary: canary(10, 5).timeBasedCanary } as const],
    ['a canary all at once', { ...canary(10, 5), type: 'AllAtOnce' } as const],
  ])('is refused with %s', async (_, trafficRoutingConfig) => {
    expect((await refusal(create({ trafficRoutingConfig }))).name).toBe(
      'InvalidTrafficRoutingConfigurationException',
    );
  });

  it('can be 1 to 99 percent, a minute to two days', async () => {
    await create({ deploymentConfigName: 'least', trafficRoutingConfig: canary(1, 1) });
    await create({ deploymentConfigName: 'most', trafficRoutingConfig: canary(99, 2880) });
    expect((await named('most'))?.trafficRoutingConfig).toEqual(canary(99, 2880));
  });

  it('is one of at most two hundred', async () => {
    for (let index = 0; index < 200; index++) await create({ deploymentConfigName: `c-${index}` });
    expect((await refusal(create())).name).toBe('DeploymentConfigLimitExceededException');
  });

  it('can be deleted when no group uses it', async () => {
    await create();
    await codedeploy.createApplication({ applicationName: 'shop', computePlatform: 'ECS' });
    await codedeploy.createDeploymentGroup(scene.groupInput({ deploymentConfigName: 'canary-5-2m' }));
    const remove = () => codedeploy.deleteDeploymentConfig({ deploymentConfigName: 'canary-5-2m' });
    expect((await refusal(remove())).name).toBe('DeploymentConfigInUseException');
    await codedeploy.updateDeploymentGroup({
      applicationName: 'shop',
      currentDeploymentGroupName: 'web',
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    });
    await remove();
    expect(await refusal(named('canary-5-2m'))).toEqual({
      name: 'DeploymentConfigDoesNotExistException',
      message: 'No deployment configuration found for name: canary-5-2m',
    });
    await remove();
  });
});
