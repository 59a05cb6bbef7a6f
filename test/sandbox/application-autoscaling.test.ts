import { DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../src/sandbox/ecs/operations/index.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

const target = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/prod/web',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;
const running = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

let sandbox: Sandbox;
let clients: ReturnType<typeof clientsOf>;
let autoscaling: ReturnType<typeof clientsOf>['autoscaling'];
beforeEach(() => {
  sandbox = new Sandbox();
  clients = clientsOf(sandbox);
  autoscaling = clients.autoscaling;
  createServices('web', 'api');
});

function createServices(...names: readonly string[]): void {
  const { world } = sandbox;
  const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };
  ecsOperations.CreateCluster(world, { clusterName: 'prod' }, caller);
  ecsOperations.RegisterTaskDefinition(
    world,
    {
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      containerDefinitions: [{ name: 'app', image: 'registry.example/web:1', essential: true }],
    },
    caller,
  );
  for (const serviceName of names) {
    ecsOperations.CreateService(
      world,
      {
        cluster: 'prod',
        serviceName,
        taskDefinition: 'web',
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      },
      caller,
    );
  }
}

const register = (further: object = {}) =>
  autoscaling.registerScalableTarget({ ...target, MinCapacity: 1, MaxCapacity: 4, ...further });
const theTarget = async () =>
  (await autoscaling.describeScalableTargets({ ServiceNamespace: 'ecs' })).ScalableTargets?.[0];

describe('a scalable target', () => {
  it('is told with its suspended state, also where nothing is suspended', async () => {
    const { ScalableTargetARN } = await register();
    expect(ScalableTargetARN).toMatch(
      /^arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target\/[0-9a-f]{36}$/,
    );
    expect(await theTarget()).toEqual({
      ...target,
      MinCapacity: 1,
      MaxCapacity: 4,
      RoleARN:
        'arn:aws:iam::123456789012:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
      CreationTime: new Date(sandbox.clock.now()),
      SuspendedState: running,
      ScalableTargetARN,
    });
  });

  it('changes only in what is given', async () => {
    const { ScalableTargetARN } = await register();
    await autoscaling.registerScalableTarget({
      ...target,
      SuspendedState: { DynamicScalingInSuspended: true },
    });
    await autoscaling.registerScalableTarget({
      ...target,
      SuspendedState: { ScheduledScalingSuspended: true },
    });
    await autoscaling.registerScalableTarget({ ...target, MaxCapacity: 8 });
    expect(await theTarget()).toMatchObject({
      ScalableTargetARN,
      MinCapacity: 1,
      MaxCapacity: 8,
      SuspendedState: {
        DynamicScalingInSuspended: true,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: true,
      },
    });
  });

  it('needs both bounds, in their order, the first time', async () => {
    const onlyMax = { ...target, MaxCapacity: 4 };
    expect((await refusal(autoscaling.registerScalableTarget(onlyMax))).name).toBe('ValidationException');
    expect((await refusal(register({ MinCapacity: 5 }))).name).toBe('ValidationException');
    expect(await theTarget()).toBeUndefined();
  });

  it('is of a service that exists', async () => {
    expect(await refusal(register({ ResourceId: 'service/prod/shop' }))).toEqual({
      name: 'ValidationException',
      message: "ECS service doesn't exist: service/prod/shop",
    });
  });

  it('is of an ECS service: other namespaces are refused by name, and unknown ones in words of AWS', async () => {
    const table = { ServiceNamespace: 'dynamodb', ResourceId: 'table/t' } as const;
    expect((await refusal(register(table))).message).toContain('does not scale dynamodb');
    expect(await refusal(register({ ResourceId: 'cluster/prod' }))).toEqual({
      name: 'ValidationException',
      message: 'Unsupported service namespace, resource type or scalable dimension',
    });
  });

  it('is deregistered once, with its policies, their alarms and its scheduled actions', async () => {
    await register();
    await putPolicy();
    await putAction('evening');
    await autoscaling.deregisterScalableTarget(target);
    expect((await policies()).ScalingPolicies).toEqual([]);
    expect((await actions()).ScheduledActions).toEqual([]);
    expect(sandbox.world.cloudwatch.alarms.size).toBe(0);
    expect(await refusal(autoscaling.deregisterScalableTarget(target))).toEqual({
      name: 'ObjectNotFoundException',
      message:
        'No scalable target found for service namespace: ecs, resource ID: service/prod/web, scalable dimension: ecs:service:DesiredCount',
    });
  });

  it('is one of many, listed in pages and by resource', async () => {
    await register();
    await register({ ResourceId: 'service/prod/api' });
    const ask = (further: object) =>
      autoscaling.describeScalableTargets({ ServiceNamespace: 'ecs', ...further });
    const first = await ask({ MaxResults: 1 });
    const second = await ask({ MaxResults: 1, NextToken: first.NextToken });
    const found = [first, second].flatMap((page) => page.ScalableTargets?.map((one) => one.ResourceId));
    expect(found).toEqual(['service/prod/web', 'service/prod/api']);
    expect(second.NextToken).toBeUndefined();
    const api = await ask({ ResourceIds: ['service/prod/api', 'service/prod/none'] });
    expect(api.ScalableTargets?.map((one) => one.ResourceId)).toEqual(['service/prod/api']);
    expect(await refusal(ask({ NextToken: 'nonsense' }))).toMatchObject({
      name: 'InvalidNextTokenException',
    });
    expect(await refusal(ask({ MaxResults: 51 }))).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50",
    });
  });
});

const putPolicy = (further: object = {}) =>
  autoscaling.putScalingPolicy({
    ...target,
    PolicyName: 'cpu',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 60,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
    ...further,
  });
const policies = () => autoscaling.describeScalingPolicies({ ServiceNamespace: 'ecs' });

describe('a scaling policy', () => {
  it('needs a registered target', async () => {
    expect(await refusal(putPolicy())).toEqual({
      name: 'ObjectNotFoundException',
      message:
        'No scalable target registered for service namespace: ecs, resource ID: service/prod/web, scalable dimension: ecs:service:DesiredCount',
    });
  });

  it('that tracks a target brings two alarms, named as AWS names them', async () => {
    await register();
    const { PolicyARN, Alarms } = await putPolicy();
    expect(PolicyARN).toMatch(
      /^arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f-]{36}:resource\/ecs\/service\/prod\/web:policyName\/cpu$/,
    );
    const names = Alarms?.map(({ AlarmName = '' }) => AlarmName.replace(/[0-9a-f-]{36}$/, ''));
    expect(names).toEqual([
      'TargetTracking-service/prod/web-AlarmHigh-',
      'TargetTracking-service/prod/web-AlarmLow-',
    ]);
    const { MetricAlarms } = await clients.cloudwatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toMatchObject([
      {
        AlarmArn: Alarms?.[0]?.AlarmARN,
        Namespace: 'AWS/ECS',
        MetricName: 'CPUUtilization',
        Threshold: 60,
        AlarmActions: [PolicyARN],
        StateValue: 'INSUFFICIENT_DATA',
      },
      { Threshold: 54 },
    ]);
    expect((await policies()).ScalingPolicies).toMatchObject([{ PolicyName: 'cpu', PolicyARN, Alarms }]);
  });

  it('is replaced with its alarms, and keeps its ARN', async () => {
    await register();
    const first = await putPolicy();
    const { PolicyARN } = await putPolicy({
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 1000,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ALBRequestCountPerTarget',
          ResourceLabel: 'app/web/0011223344556677/targetgroup/web/8899aabbccddeeff',
        },
      },
    });
    expect(PolicyARN).toBe(first.PolicyARN);
    const { MetricAlarms } = await clients.cloudwatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toMatchObject([
      {
        MetricName: 'RequestCountPerTarget',
        Dimensions: [{ Name: 'TargetGroup', Value: 'targetgroup/web/8899aabbccddeeff' }],
      },
      {},
    ]);
    expect(MetricAlarms).toHaveLength(2);
  });

  it('is deleted with its alarms', async () => {
    await register();
    await putPolicy();
    const step = { StepScalingPolicyConfiguration: { AdjustmentType: 'ChangeInCapacity' } };
    await putPolicy({ PolicyName: 'step', PolicyType: 'StepScaling', ...step });
    await autoscaling.deleteScalingPolicy({ ...target, PolicyName: 'cpu' });
    expect((await policies()).ScalingPolicies).toMatchObject([{ PolicyName: 'step', Alarms: [], ...step }]);
    expect(sandbox.world.cloudwatch.alarms.size).toBe(0);
    expect(await refusal(autoscaling.deleteScalingPolicy({ ...target, PolicyName: 'cpu' }))).toMatchObject({
      name: 'ObjectNotFoundException',
    });
  });

  it('scales nothing: when its alarm fires, the desired count stays', async () => {
    await register();
    const { Alarms } = await putPolicy();
    await clients.cloudwatch.send(
      new SetAlarmStateCommand({
        AlarmName: Alarms?.[0]?.AlarmName,
        StateValue: 'ALARM',
        StateReason: 'a test',
      }),
    );
    sandbox.control.advance(600_000);
    const { services } = await clients.ecs.send(
      new DescribeServicesCommand({ cluster: 'prod', services: ['web'] }),
    );
    expect(services?.[0]?.desiredCount).toBe(1);
    expect(
      (await autoscaling.describeScalingActivities({ ServiceNamespace: 'ecs' })).ScalingActivities,
    ).toEqual([]);
  });
});

const putAction = (ScheduledActionName: string, further: object = {}) =>
  autoscaling.putScheduledAction({
    ...target,
    ScheduledActionName,
    Schedule: 'cron(0 18 * * ? *)',
    ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 2 },
    ...further,
  });
const actions = () => autoscaling.describeScheduledActions({ ServiceNamespace: 'ecs' });

describe('a scheduled action', () => {
  it('is kept, changed in what is given, and deleted', async () => {
    await register();
    await putAction('evening');
    await autoscaling.putScheduledAction({
      ...target,
      ScheduledActionName: 'evening',
      Schedule: 'rate(1 day)',
    });
    expect((await actions()).ScheduledActions).toMatchObject([
      {
        ScheduledActionName: 'evening',
        Schedule: 'rate(1 day)',
        ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 2 },
      },
    ]);
    await autoscaling.deleteScheduledAction({ ...target, ScheduledActionName: 'evening' });
    expect((await actions()).ScheduledActions).toEqual([]);
  });

  it('needs a schedule that AWS understands', async () => {
    await register();
    expect((await refusal(putAction('never', { Schedule: 'at noon' }))).name).toBe('ValidationException');
  });
});
