import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
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

/** What `seedCanary` makes. */
export const canaryDemo = {
  cluster: demoCluster,
  service: 'shop',
  repository: 'demo/shop',
  logGroup: '/ecs/demo/shop',
  port: 8080,
  /** A request with this header is led by the test rule. */
  testHeader: { name: 'X-Release-Test', value: 'yes' },
} as const;

/**
 * Adds to the demonstration a service whose releases are canaries: `shop` with two healthy tasks of image 1, two target groups, a production
 * rule, a test rule, and bakes of a minute. Needs the demonstration's cluster. Returns when the service is steady.
 */
export function seedCanary(sandbox: Sandbox): void {
  const { world } = sandbox;
  const caller = demoCaller(world);
  const { cluster, service, logGroup, port } = canaryDemo;
  const image = seedImages(world, canaryDemo.repository);
  logsOperations.CreateLogGroup(world, { logGroupName: logGroup }, caller);
  seedTaskDefinition(world, { family: service, image, port, logGroup });
  ecsOperations.CreateService(
    world,
    {
      cluster,
      serviceName: service,
      taskDefinition: `${service}:1`,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups } },
      loadBalancers: [seedRules(world)],
    },
    caller,
  );
  untilSteady(sandbox, service);
  // Only now: the first version is not released as a canary, which would take its bakes.
  ecsOperations.UpdateService(
    world,
    {
      cluster,
      service,
      deploymentConfiguration: {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 },
        bakeTimeInMinutes: 1,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
    },
    caller,
  );
}

/** The listener's default rule is that of production; requests with a header are led by the test rule. */
function seedRules(world: World): LoadBalancer {
  const caller = demoCaller(world);
  const { service, port, testHeader } = canaryDemo;
  const made = elbv2Operations.CreateLoadBalancer(
    world,
    { Name: `demo-${service}`, Subnets: subnets },
    caller,
  );
  const blue = seedTargetGroup(world, `demo-${service}-blue`, port);
  const green = seedTargetGroup(world, `demo-${service}-green`, port);
  const actions: Action[] = [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: blue, Weight: 100 },
          { TargetGroupArn: green, Weight: 0 },
        ],
      },
    },
  ];
  const { Listeners } = elbv2Operations.CreateListener(
    world,
    {
      LoadBalancerArn: made.LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: actions,
    },
    caller,
  );
  const listener = Listeners?.[0]?.ListenerArn;
  const header = { HttpHeaderName: testHeader.name, Values: [testHeader.value] };
  elbv2Operations.CreateRule(
    world,
    {
      ListenerArn: listener,
      Priority: 10,
      Conditions: [{ Field: 'http-header', HttpHeaderConfig: header }],
      Actions: actions,
    },
    caller,
  );
  const [test, production] =
    elbv2Operations.DescribeRules(world, { ListenerArn: listener }, caller).Rules ?? [];
  return {
    targetGroupArn: blue,
    containerName: service,
    containerPort: port,
    advancedConfiguration: {
      alternateTargetGroupArn: green,
      productionListenerRule: production?.RuleArn,
      testListenerRule: test?.RuleArn,
      roleArn: seedRole(world, 'ecsInfrastructureRoleForLoadBalancers'),
    },
  };
}
