import { describe, expect, it } from '@jest/globals';
import { findGroup } from '../../src/controllers/codedeploy/find-group.ts';
import { settleConfiguration } from '../../src/controllers/codedeploy/deployment-configuration.ts';
import type { CodeDeployStage } from './codedeploy-group.ts';
import { ref, Rehearsal } from './rehearsal.ts';

const names = { application: 'shop', group: 'web' };

async function begin(codeDeploy: CodeDeployStage = {}, type?: 'network') {
  const rehearsal = await Rehearsal.begin({
    codeDeploy,
    twoGroups: type === undefined ? {} : { type },
  });
  return { rehearsal, aws: rehearsal.context().aws };
}

describe('the deployment group of a service', () => {
  it('has the default names, for one call', async () => {
    const { rehearsal, aws } = await begin();

    const { state, foundBy } = await findGroup(aws, ref, {});

    expect(foundBy).toBe('default-names');
    expect(state).toMatchObject({
      application: 'AppECS-prod-web',
      group: 'DgpECS-prod-web',
      computePlatform: 'ECS',
      services: [ref],
      targetGroups: ['web-blue', 'web-green'],
      rollsBackOn: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
      waits: { readyInMinutes: undefined, terminationInMinutes: 5 },
    });
    expect(rehearsal.count('GetDeploymentGroup')).toBe(1);
    expect(rehearsal.count('ListApplications')).toBe(0);
  });

  it('is the one that is named', async () => {
    const { aws } = await begin({ names });

    expect(await findGroup(aws, ref, names)).toMatchObject({ foundBy: 'configuration', state: names });
  });

  it('is the one that has made the task set of the service, without a search', async () => {
    const { rehearsal, aws } = await begin({ names });
    const { taskDefinitionArn } = (await rehearsal.ecs.describeTaskDefinition({ taskDefinition: 'web:1' }))
      .taskDefinition ?? { taskDefinitionArn: '' };
    const Properties = {
      TaskDefinition: taskDefinitionArn,
      LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
    };
    const { deploymentId = '' } = await rehearsal.codeDeploy.createDeployment({
      applicationName: names.application,
      deploymentGroupName: names.group,
      revision: {
        revisionType: 'AppSpecContent',
        appSpecContent: {
          content: JSON.stringify({
            version: 0,
            Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties } }],
          }),
        },
      },
    });

    const found = await findGroup(aws, ref, { deployments: [deploymentId] });

    expect(found).toMatchObject({ foundBy: 'last-deployment', state: names });
    expect(rehearsal.count('ListApplications')).toBe(0);
  });

  it('is searched for among all of the account, and in an application that is named', async () => {
    const { rehearsal, aws } = await begin({ names });
    await rehearsal.codeDeploy.createApplication({ applicationName: 'empty', computePlatform: 'ECS' });

    expect(await findGroup(aws, ref, {})).toMatchObject({ foundBy: 'search', state: names });
    expect(await findGroup(aws, ref, { application: 'shop' })).toMatchObject({ state: names });
    expect(await findGroup(aws, ref, { group: 'web' })).toMatchObject({ state: names });
  });

  it('is refused where there is none, with the name that is wrong', async () => {
    const { aws } = await begin({ names });
    const other = { cluster: 'prod', service: 'api' };
    const code = 'deployment_group.not_found';

    await expect(findGroup(aws, other, {})).rejects.toMatchObject({
      code,
      message: 'No deployment group of CodeDeploy releases to the service "prod/api"',
    });
    await expect(findGroup(aws, ref, { application: 'nowhere', group: 'web' })).rejects.toMatchObject({
      code,
      message: 'CodeDeploy has no application "nowhere"',
    });
    await expect(findGroup(aws, ref, { application: 'shop', group: 'nobody' })).rejects.toMatchObject({
      code,
      message: 'The CodeDeploy application "shop" has no deployment group "nobody"',
    });
    await expect(findGroup(aws, ref, { application: 'nowhere' })).rejects.toMatchObject({
      code,
      message:
        'No deployment group of CodeDeploy releases to the service "prod/web" in the application "nowhere", which does not exist',
    });
  });

  it('is refused where it is that of another service', async () => {
    const { aws } = await begin({ names });

    await expect(findGroup(aws, { cluster: 'prod', service: 'api' }, names)).rejects.toMatchObject({
      code: 'config.deployment_group',
      message: 'The deployment group "shop/web" releases to "prod/web", not to the service "prod/api"',
    });
  });
});

describe('the deployment configuration of a release', () => {
  it("is the group's own where nobody says anything", async () => {
    const { aws } = await begin({ configuration: 'CodeDeployDefault.ECSCanary10Percent5Minutes' });
    const { state } = await findGroup(aws, ref, {});

    expect(await settleConfiguration(aws, state, {})).toEqual({
      name: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      routing: { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 5 },
      isNew: false,
    });
  });

  it('is one of AWS, or of anybody, that moves traffic the same way', async () => {
    const { rehearsal, aws } = await begin();
    const { state } = await findGroup(aws, ref, {});
    await rehearsal.codeDeploy.createDeploymentConfig({
      deploymentConfigName: 'a-third',
      computePlatform: 'ECS',
      trafficRoutingConfig: {
        type: 'TimeBasedLinear',
        timeBasedLinear: { linearPercentage: 33, linearInterval: 4 },
      },
    });

    const linear = { type: 'TimeBasedLinear', percent: 10, intervalInMinutes: 3 } as const;
    expect(await settleConfiguration(aws, state, { routing: linear })).toMatchObject({
      name: 'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
      isNew: false,
    });
    const third = { type: 'TimeBasedLinear', percent: 33, intervalInMinutes: 4 } as const;
    expect(await settleConfiguration(aws, state, { routing: third })).toMatchObject({
      name: 'a-third',
      isNew: false,
    });
    expect(rehearsal.count('CreateDeploymentConfig')).toBe(1);
  });

  it('gets another name where ours is taken by one that moves traffic otherwise', async () => {
    const { rehearsal, aws } = await begin();
    const { state } = await findGroup(aws, ref, {});
    await rehearsal.codeDeploy.createDeploymentConfig({
      deploymentConfigName: 'ecsdeploy-canary-25-percent-7-minutes',
      computePlatform: 'ECS',
      trafficRoutingConfig: { type: 'AllAtOnce' },
    });

    const routing = { type: 'TimeBasedCanary', percent: 25, intervalInMinutes: 7 } as const;
    expect(await settleConfiguration(aws, state, { routing })).toMatchObject({
      name: 'ecsdeploy-canary-25-percent-7-minutes-2',
      isNew: true,
    });
  });

  it('is refused where there is none of that name', async () => {
    const { aws } = await begin();
    const { state } = await findGroup(aws, ref, {});

    await expect(settleConfiguration(aws, state, { configuration: 'nothing' })).rejects.toMatchObject({
      code: 'deployment_config.not_found',
    });
  });

  it('is refused where it moves the traffic of a network load balancer in steps', async () => {
    const { aws } = await begin({}, 'network');
    const { state } = await findGroup(aws, ref, {});
    const routing = { type: 'TimeBasedCanary', percent: 25, intervalInMinutes: 7 } as const;

    await expect(settleConfiguration(aws, state, { routing })).rejects.toMatchObject({
      code: 'config.network_load_balancer',
    });
    expect(await settleConfiguration(aws, state, { routing: { type: 'AllAtOnce' } })).toMatchObject({
      name: 'CodeDeployDefault.ECSAllAtOnce',
    });
  });
});
