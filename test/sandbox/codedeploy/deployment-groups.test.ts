import type { CreateDeploymentGroupCommandInput } from '@aws-sdk/client-codedeploy';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { refusal } from '../clients.ts';
import { groupScene, type GroupScene } from './a-group.ts';

let scene: GroupScene;
let codedeploy: GroupScene['codedeploy'];
beforeEach(async () => {
  scene = groupScene();
  codedeploy = scene.codedeploy;
  await codedeploy.createApplication({ applicationName: 'shop', computePlatform: 'ECS' });
});

const create = (changes: Partial<CreateDeploymentGroupCommandInput> = {}) =>
  codedeploy.createDeploymentGroup(scene.groupInput(changes));
const names = { applicationName: 'shop', deploymentGroupName: 'web' };
const theGroup = async (deploymentGroupName = 'web') =>
  (await codedeploy.getDeploymentGroup({ ...names, deploymentGroupName })).deploymentGroupInfo;
const pair = (changes: object) => ({
  targetGroupPairInfoList: [
    { ...scene.groupInput().loadBalancerInfo!.targetGroupPairInfoList![0], ...changes },
  ],
});

describe('a deployment group', () => {
  it('is told with the waits that tools add up, also where nobody has set them', async () => {
    const { deploymentGroupId } = await create();
    expect(await theGroup()).toEqual({
      applicationName: 'shop',
      deploymentGroupId,
      deploymentGroupName: 'web',
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      ec2TagFilters: [],
      onPremisesInstanceTagFilters: [],
      autoScalingGroups: [],
      serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
      triggerConfigurations: [],
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 0 },
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
      },
      loadBalancerInfo: scene.groupInput().loadBalancerInfo,
      computePlatform: 'ECS',
      ecsServices: [{ clusterName: 'demo', serviceName: 'web' }],
      terminationHookEnabled: false,
    });
    expect((await codedeploy.listDeploymentGroups(names)).deploymentGroups).toEqual(['web']);
  });

  it('that is not there is an error to read, and none to delete', async () => {
    const unknown = {
      name: 'DeploymentGroupDoesNotExistException',
      message: 'No Deployment Group found for name: web',
    };
    expect(await refusal(theGroup())).toEqual(unknown);
    const update = codedeploy.updateDeploymentGroup({
      applicationName: 'shop',
      currentDeploymentGroupName: 'web',
    });
    expect(await refusal(update)).toEqual(unknown);
    expect((await codedeploy.deleteDeploymentGroup(names)).hooksNotCleanedUp).toEqual([]);
  });

  it('changes only in what is given, also in its name', async () => {
    await create({
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
    });
    await codedeploy.updateDeploymentGroup({
      applicationName: 'shop',
      currentDeploymentGroupName: 'web',
      newDeploymentGroupName: 'web-2',
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
      },
    });
    expect(await theGroup('web-2')).toMatchObject({
      alarmConfiguration: { enabled: true, ignorePollAlarmFailure: false, alarms: [{ name: 'errors' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 0 },
      },
    });
    expect((await codedeploy.listDeploymentGroups(names)).deploymentGroups).toEqual(['web-2']);
  });

  it('can be read with others, of which those that are not there are named', async () => {
    await create();
    const reply = await codedeploy.batchGetDeploymentGroups({
      applicationName: 'shop',
      deploymentGroupNames: ['web', 'nope'],
    });
    expect(reply.deploymentGroupsInfo?.map((group) => group.deploymentGroupName)).toEqual(['web']);
    expect(reply.errorMessage).toBe('No Deployment Group found for name: nope');
  });

  it('has a name of its own in its application', async () => {
    await create();
    expect((await refusal(create())).name).toBe('DeploymentGroupAlreadyExistsException');
  });
});

describe('the service of a group', () => {
  it('belongs to one group, by name or ARN', async () => {
    await create();
    const arn = 'arn:aws:ecs:us-east-1:123456789012:';
    const again = create({
      deploymentGroupName: 'second',
      ecsServices: [{ clusterName: `${arn}cluster/demo`, serviceName: `${arn}service/demo/web` }],
    });
    expect((await refusal(again)).name).toBe('ECSServiceMappingLimitExceededException');
    await codedeploy.updateDeploymentGroup({
      applicationName: 'shop',
      currentDeploymentGroupName: 'web',
      ecsServices: [{ clusterName: 'demo', serviceName: 'web' }],
    });
  });

  it('is one that exists, and is under CODE_DEPLOY', async () => {
    scene.createService({ serviceName: 'rolling', deploymentController: { type: 'ECS' } });
    const of = (serviceName: string) => create({ ecsServices: [{ clusterName: 'demo', serviceName }] });
    expect(await refusal(of('rolling'))).toEqual({
      name: 'InvalidECSServiceException',
      message: "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    });
    expect((await refusal(of('nope'))).name).toBe('InvalidECSServiceException');
    expect((await refusal(create({ ecsServices: [] }))).name).toBe('InvalidECSServiceException');
  });
});

describe('the settings of a group are refused', () => {
  const minutes = (terminationWaitTimeInMinutes: number) => ({
    terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes } as const,
  });
  const many = <Item>(item: (index: number) => Item): Item[] =>
    Array.from({ length: 11 }, (_, index) => item(index));

  it.each<[string, string, Partial<CreateDeploymentGroupCommandInput>]>([
    ['without the right style', 'InvalidDeploymentStyleException', { deploymentStyle: undefined }],
    [
      'with a termination wait over two days',
      'InvalidBlueGreenDeploymentConfigurationException',
      { blueGreenDeploymentConfiguration: minutes(2881) },
    ],
    [
      'with more than five days to wait for somebody',
      'InvalidBlueGreenDeploymentConfigurationException',
      {
        blueGreenDeploymentConfiguration: {
          deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 7201 },
        },
      },
    ],
    ['without target groups', 'InvalidLoadBalancerInfoException', { loadBalancerInfo: undefined }],
    ['with something that is no role', 'InvalidRoleException', { serviceRoleArn: 'codedeploy' }],
    [
      'with eleven alarms',
      'AlarmsLimitExceededException',
      { alarmConfiguration: { enabled: true, alarms: many((index) => ({ name: `a-${index}` })) } },
    ],
    ['with alarms and none', 'InvalidAlarmConfigException', { alarmConfiguration: { enabled: true } }],
    ['with Auto Scaling groups', 'InvalidInputException', { autoScalingGroups: ['asg'] }],
  ])('%s', async (_, name, changes) => {
    expect((await refusal(create(changes))).name).toBe(name);
  });

  it('with eleven triggers, in the words of AWS', async () => {
    const triggerConfigurations = many((index) => ({ triggerName: `t-${index}` }));
    expect(await refusal(create({ triggerConfigurations }))).toEqual({
      name: 'TriggerTargetsLimitExceededException',
      message: 'Deployment Groups cannot contain more than 10 TriggerTargets.',
    });
  });

  it('with auto rollback on no event, in the words of AWS', async () => {
    expect(await refusal(create({ autoRollbackConfiguration: { enabled: true, events: [] } }))).toEqual({
      name: 'InvalidAutoRollbackConfigException',
      message: 'Deployment Groups need to have at least one event specified when auto rollback is enabled',
    });
  });

  it('with a configuration for Lambda, in the words of AWS', async () => {
    expect(
      (await refusal(create({ deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce' }))).message,
    ).toBe(
      'Compute platform of deployment config CodeDeployDefault.LambdaAllAtOnce does not match expected compute platform, correct compute platform should be ECS.',
    );
    expect(await refusal(create({ deploymentConfigName: 'mine' }))).toEqual({
      name: 'DeploymentConfigDoesNotExistException',
      message: 'No deployment configuration found for name: mine',
    });
  });

  it('with a target group whose name is too long, in the words of AWS', async () => {
    const long = 'x'.repeat(33);
    const loadBalancerInfo = pair({ targetGroups: [{ name: 'blue' }, { name: long }] });
    expect((await refusal(create({ loadBalancerInfo }))).message).toBe(
      `The target group name ${long} specified in targetGroupInfoList exceeds the maximum allowed length of 32 characters.`,
    );
  });

  it('with one target group, the same twice, or two listeners', async () => {
    for (const targetGroups of [[{ name: 'blue' }], [{ name: 'blue' }, { name: 'blue' }]]) {
      expect((await refusal(create({ loadBalancerInfo: pair({ targetGroups }) }))).name).toBe(
        'InvalidTargetGroupPairException',
      );
    }
    const listenerArns = [scene.listener(80), scene.listener(8080)];
    expect(
      (await refusal(create({ loadBalancerInfo: pair({ prodTrafficRoute: { listenerArns } }) }))).name,
    ).toBe('InvalidLoadBalancerInfoException');
  });

  it('with a canary behind a network load balancer, in the words of AWS', async () => {
    scene = groupScene('network');
    codedeploy = scene.codedeploy;
    await codedeploy.createApplication({ applicationName: 'shop', computePlatform: 'ECS' });
    const deploymentConfigName = 'CodeDeployDefault.ECSCanary10Percent5Minutes';
    expect((await refusal(create({ deploymentConfigName }))).message).toBe(
      'Only ALB supports gradual traffic routing, use AllAtOnce Traffic routing instead when you create/update Deployment group.',
    );
    await create();
    expect((await theGroup())?.deploymentConfigName).toBe('CodeDeployDefault.ECSAllAtOnce');
  });
});
