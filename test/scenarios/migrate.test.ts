import { CodeDeploy } from '@aws-sdk/client-codedeploy';
import type { UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import { minutes } from '../../src/model/duration.ts';
import type { Migration } from '../../src/model/migration.ts';
import { migrateToNative } from '../../src/release/migrate/migrate-to-native.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';
import { buildTwoGroups, type TwoGroups } from './two-groups.ts';

const shop = { cluster: 'prod', service: 'shop' };

interface Stage {
  readonly rehearsal: Rehearsal;
  readonly codeDeploy: CodeDeploy;
  readonly groups: TwoGroups;
  /** ARN of the test listener. */
  readonly testListener: string;
}

/** The service `shop`, which CodeDeploy releases as a canary; its group waits for somebody, and has its usual names. */
async function begin({
  configuration = 'CodeDeployDefault.ECSCanary10Percent15Minutes',
  terminationWaitTimeInMinutes = 20,
} = {}): Promise<Stage> {
  const rehearsal = await Rehearsal.begin();
  const groups = await buildTwoGroups(rehearsal.elbv2);
  await rehearsal.ecs.createService({
    cluster: shop.cluster,
    serviceName: shop.service,
    taskDefinition: 'web:1',
    desiredCount: 2,
    launchType: 'FARGATE',
    deploymentController: { type: 'CODE_DEPLOY' },
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
    loadBalancers: [{ targetGroupArn: groups.blue, containerName: 'app', containerPort: 8080 }],
  });
  const codeDeploy = new CodeDeploy({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: rehearsal.sandbox.requestHandler(),
    maxAttempts: 1,
  });
  const [, , testListener = ''] = /^(.*):listener-rule(\/.*)\/[^/]+$/.exec(groups.testRule ?? '') ?? [];
  const listenerOfTests = `${groups.productionListener.split(':listener/')[0] ?? ''}:listener${testListener}`;
  await codeDeploy.createApplication({ applicationName: 'AppECS-prod-shop', computePlatform: 'ECS' });
  await codeDeploy.createDeploymentGroup({
    applicationName: 'AppECS-prod-shop',
    deploymentGroupName: 'DgpECS-prod-shop',
    serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
    deploymentConfigName: configuration,
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 90 },
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes },
    },
    autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    ecsServices: [{ clusterName: shop.cluster, serviceName: shop.service }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: [{ name: 'web-blue' }, { name: 'web-green' }],
          prodTrafficRoute: { listenerArns: [groups.productionListener] },
          testTrafficRoute: { listenerArns: [listenerOfTests] },
        },
      ],
    },
  });
  return { rehearsal, codeDeploy, groups, testListener: listenerOfTests };
}

async function migration({ rehearsal }: Stage): Promise<Migration> {
  return await migrateToNative(rehearsal.context(), { service: shop });
}

describe('migrate codedeploy-to-native --dry-run', () => {
  it('reads what there is, and changes nothing', async () => {
    const stage = await begin();
    const before = stage.rehearsal.sandbox.control.calls.recent().length;

    const planned = await migration(stage);

    expect(planned).toMatchObject({
      service: shop,
      region: 'us-east-1',
      group: { application: 'AppECS-prod-shop', group: 'DgpECS-prod-shop' },
      from: { configuration: 'CodeDeployDefault.ECSCanary10Percent15Minutes' },
      settings: {
        strategy: 'CANARY',
        canary: { percent: 10, bakeTimeInMinutes: 15 },
        bakeTimeInMinutes: 20,
        approvals: [{ moment: 'after-test-traffic', timeoutInMinutes: 90 }],
      },
      targetGroups: { serving: { arn: stage.groups.blue }, alternate: { arn: stage.groups.green } },
      hooks: { known: false, because: 'no-deployment' },
      blockers: [],
    });
    const calls = stage.rehearsal.sandbox.control.calls.recent().slice(before);
    expect(calls.map(({ operation }) => operation)).not.toContainEqual(
      expect.stringMatching(/^(?:Create|Update|Modify|Delete|Put|Register|Stop|Continue)/),
    );
  });

  it('takes the rules as they stand: two that forward to both groups need no change', async () => {
    const stage = await begin();

    const { listeners, updateService } = await migration(stage);

    expect(listeners.map(({ purpose, change }) => [purpose, change])).toEqual([
      ['production', undefined],
      ['test', undefined],
    ]);
    expect(updateService['loadBalancers']).toMatchObject([
      {
        targetGroupArn: stage.groups.blue,
        advancedConfiguration: {
          alternateTargetGroupArn: stage.groups.green,
          productionListenerRule: stage.groups.productionRule,
          testListenerRule: stage.groups.testRule,
        },
      },
    ]);
  });

  it('prints actions that the load balancer accepts, and that leave the requests where they are', async () => {
    const stage = await begin();
    const { elbv2 } = stage.rehearsal;
    const { productionListener, green } = stage.groups;
    await elbv2.modifyListener({
      ListenerArn: productionListener,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: green }],
    });

    const [production] = (await migration(stage)).listeners;
    await elbv2.modifyListener({
      ListenerArn: productionListener,
      DefaultActions: JSON.parse(JSON.stringify(production?.change?.after)) as [],
    });
    const after = await migration(stage);

    expect(after.targetGroups).toMatchObject({ serving: { arn: green } });
    expect(after.listeners[0]?.change).toBeUndefined();
  });

  it('leads there: its input of UpdateService hands the service to ECS, which releases the next version', async () => {
    const stage = await begin({
      configuration: 'CodeDeployDefault.ECSAllAtOnce',
      terminationWaitTimeInMinutes: 1,
    });
    const { rehearsal } = stage;
    // Its first tasks start.
    await rehearsal.sandbox.clock.sleep(minutes(2));
    const { updateService } = await migration(stage);

    await rehearsal.ecs.updateService(updateService as unknown as UpdateServiceCommandInput);
    const handedOver = await rehearsal.watch({ service: shop, timeoutMilliseconds: minutes(60) });
    const released = await rehearsal.deploy({
      service: shop,
      images: [{ image: imageOf(2) }],
      timeoutMilliseconds: minutes(60),
    });

    const { services } = await rehearsal.ecs.describeServices({
      cluster: shop.cluster,
      services: [shop.service],
    });
    expect([handedOver.outcome.kind, released.outcome.kind]).toEqual(['succeeded', 'succeeded']);
    expect(services?.[0]).toMatchObject({
      deploymentController: { type: 'ECS' },
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 },
      runningCount: 2,
    });
    await expect(migration(stage)).rejects.toMatchObject({ code: 'refused.not_code_deploy' });
  });

  it('refuses a listener with a second rule to the same group, which ECS would leave behind', async () => {
    const stage = await begin();
    await stage.rehearsal.elbv2.createRule({
      ListenerArn: stage.groups.productionListener,
      Priority: 7,
      Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: stage.groups.blue }],
    });

    await expect(migration(stage)).rejects.toMatchObject({
      code: 'refused.several_rules',
      message: expect.stringContaining('priorities 7, default') as unknown,
    });
  });

  it('refuses a service that ECS releases already', async () => {
    const { rehearsal } = await begin();

    await expect(
      migrateToNative(rehearsal.context(), { service: { cluster: 'prod', service: 'web' } }),
    ).rejects.toMatchObject({ code: 'refused.not_code_deploy' });
  });
});
