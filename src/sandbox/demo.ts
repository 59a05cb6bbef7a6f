import {
  demoCaller,
  demoCluster,
  demoTags,
  securityGroups,
  seedImages,
  seedTargetGroup,
  seedTaskDefinition,
  subnets,
  untilSteady,
} from './demo-parts.ts';
import { seedCanary } from './demo-canary.ts';
import { seedCodeDeploy } from './demo-codedeploy.ts';
import { ecsOperations } from './ecs/operations/index.ts';
import { elbv2Operations } from './elbv2/operations/index.ts';
import { logsOperations } from './logs/operations/index.ts';
import type { Sandbox } from './sandbox.ts';
import type { World } from './world.ts';

/** What `seedDemo` makes. */
export const demo = {
  cluster: demoCluster,
  service: 'web',
  repository: 'demo/web',
  tags: demoTags,
  logGroup: '/ecs/demo/web',
  port: 8080,
} as const;

/** What is in a sandbox that was started with `--demo`: a service that is updated task by task, one whose requests move by and by, and one of CodeDeploy. */
export function seedDemoWorld(sandbox: Sandbox): void {
  seedDemo(sandbox);
  seedCanary(sandbox);
  seedCodeDeploy(sandbox);
}

/**
 * Fills a sandbox with a service that runs: cluster, repository with three images, load balancer, and `web` with two healthy
 * tasks of image 1. All of it by the same operations that a client would call. Returns when the service is steady.
 */
export function seedDemo(sandbox: Sandbox): void {
  const { world } = sandbox;
  const caller = demoCaller(world);
  const image = seedImages(world, demo.repository);
  logsOperations.CreateLogGroup(world, { logGroupName: demo.logGroup }, caller);
  const targetGroupArn = seedLoadBalancer(world);
  ecsOperations.CreateCluster(world, { clusterName: demo.cluster }, caller);
  seedTaskDefinition(world, { family: 'web', image, port: demo.port, logGroup: demo.logGroup });
  ecsOperations.CreateService(
    world,
    {
      cluster: demo.cluster,
      serviceName: demo.service,
      taskDefinition: 'web:1',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups } },
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: demo.port }],
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
    },
    caller,
  );
  untilSteady(sandbox, demo.service);
}

function seedLoadBalancer(world: World): string {
  const caller = demoCaller(world);
  const loadBalancer = elbv2Operations.CreateLoadBalancer(world, { Name: 'demo', Subnets: subnets }, caller);
  const targetGroupArn = seedTargetGroup(world, 'demo-web', demo.port);
  elbv2Operations.CreateListener(
    world,
    {
      LoadBalancerArn: loadBalancer.LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    },
    caller,
  );
  return targetGroupArn;
}
