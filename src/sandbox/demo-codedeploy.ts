import type { AlarmConfiguration } from '@aws-sdk/client-codedeploy';
import { cloudwatchOperations } from './cloudwatch/operations/index.ts';
import { codedeployOperations } from './codedeploy/operations/index.ts';
import {
  demoCaller,
  demoCluster,
  securityGroups,
  seedImages,
  seedRole,
  seedTargetGroup,
  seedTaskDefinition,
  subnets,
  untilSteady,
} from './demo-parts.ts';
import { ecsOperations } from './ecs/operations/index.ts';
import { elbv2Operations } from './elbv2/operations/index.ts';
import { logsOperations } from './logs/operations/index.ts';
import type { Sandbox } from './sandbox.ts';
import type { World } from './world.ts';

/** What `seedCodeDeploy` makes. */
export const codeDeployDemo = {
  cluster: demoCluster,
  service: 'checkout',
  repository: 'demo/checkout',
  logGroup: '/ecs/demo/checkout',
  port: 8080,
  /** The names that are looked for first, those that the console of ECS gives. */
  application: 'AppECS-demo-checkout',
  group: 'DgpECS-demo-checkout',
  /** A tenth of the requests for a minute, then all: less than any of AWS's own lets people wait. */
  config: 'demo-canary-10-percent-1-minute',
  /** In this alarm CodeDeploy goes back. */
  alarm: 'demo-checkout-5xx',
  blue: 'demo-checkout-blue',
  green: 'demo-checkout-green',
  /** Of the load balancer: listeners for the requests of all, and for tests. */
  productionPort: 80,
  testPort: 9000,
} as const;

/**
 * Adds to the demonstration a service that CodeDeploy releases: `checkout` with two healthy tasks of image 1, and an application and a
 * deployment group of the usual names, with a test listener, a canary of a minute, a minute until the old tasks end, and a way back on failure,
 * stop and alarm. Needs the demonstration's cluster. Returns when the service is steady.
 */
export function seedCodeDeploy(sandbox: Sandbox): void {
  const { world } = sandbox;
  const caller = demoCaller(world);
  const { cluster, service, repository, logGroup, port, blue, green } = codeDeployDemo;
  const image = seedImages(world, repository);
  logsOperations.CreateLogGroup(world, { logGroupName: logGroup }, caller);
  seedTaskDefinition(world, { family: service, image, port, logGroup });
  const targetGroupArn = seedTargetGroup(world, blue, port);
  seedTargetGroup(world, green, port);
  const listeners = seedListeners(world, targetGroupArn);
  ecsOperations.CreateService(
    world,
    {
      cluster,
      serviceName: service,
      taskDefinition: `${service}:1`,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups } },
      deploymentController: { type: 'CODE_DEPLOY' },
      loadBalancers: [{ targetGroupArn, containerName: service, containerPort: port }],
    },
    caller,
  );
  untilSteady(sandbox, service);
  seedGroup(world, listeners);
}

interface Listeners {
  readonly production: string;
  readonly test: string;
}

/** Both lead to the target group of the tasks that run; CodeDeploy moves them. */
function seedListeners(world: World, targetGroupArn: string): Listeners {
  const caller = demoCaller(world);
  const { service, productionPort, testPort } = codeDeployDemo;
  const made = elbv2Operations.CreateLoadBalancer(
    world,
    { Name: `demo-${service}`, Subnets: subnets },
    caller,
  );
  const listener = (Port: number): string =>
    elbv2Operations.CreateListener(
      world,
      {
        LoadBalancerArn: made.LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
      },
      caller,
    ).Listeners?.[0]?.ListenerArn ?? '';
  return { production: listener(productionPort), test: listener(testPort) };
}

function seedGroup(world: World, { production, test }: Listeners): void {
  const caller = demoCaller(world);
  const { cluster, service, application, group, config, blue, green } = codeDeployDemo;
  codedeployOperations.CreateDeploymentConfig(
    world,
    {
      deploymentConfigName: config,
      computePlatform: 'ECS',
      trafficRoutingConfig: {
        type: 'TimeBasedCanary',
        timeBasedCanary: { canaryPercentage: 10, canaryInterval: 1 },
      },
    },
    caller,
  );
  codedeployOperations.CreateApplication(
    world,
    { applicationName: application, computePlatform: 'ECS' },
    caller,
  );
  codedeployOperations.CreateDeploymentGroup(
    world,
    {
      applicationName: application,
      deploymentGroupName: group,
      deploymentConfigName: config,
      serviceRoleArn: seedRole(world, 'ecsCodeDeployRole'),
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ecsServices: [{ clusterName: cluster, serviceName: service }],
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: blue }, { name: green }],
            prodTrafficRoute: { listenerArns: [production] },
            testTrafficRoute: { listenerArns: [test] },
          },
        ],
      },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 1 },
      },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
      alarmConfiguration: seedAlarm(world),
    },
    caller,
  );
}

/** Nothing measures here, so it is said to be well; `aws cloudwatch set-alarm-state` says otherwise. */
function seedAlarm(world: World): AlarmConfiguration {
  const caller = demoCaller(world);
  const { alarm: AlarmName } = codeDeployDemo;
  cloudwatchOperations.PutMetricAlarm(
    world,
    {
      AlarmName,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
    caller,
  );
  cloudwatchOperations.SetAlarmState(
    world,
    { AlarmName, StateValue: 'OK', StateReason: 'no errors yet' },
    caller,
  );
  return { enabled: true, alarms: [{ name: AlarmName }] };
}
