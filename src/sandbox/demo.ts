import { ecrOperations } from './ecr/operations/index.ts';
import { ecsOperations } from './ecs/operations/index.ts';
import { elbv2Operations } from './elbv2/operations/index.ts';
import { logsOperations } from './logs/operations/index.ts';
import type { Caller } from './operation.ts';
import type { Sandbox } from './sandbox.ts';
import type { World } from './world.ts';

/** What is in a sandbox that was started with `--demo`. */
export const demo = {
  cluster: 'demo',
  service: 'web',
  repository: 'demo/web',
  tags: ['1', '2', '3'],
  logGroup: '/ecs/demo/web',
  port: 8080,
} as const;

const subnets = ['subnet-0a1b2c3d4e5f60001', 'subnet-0a1b2c3d4e5f60002'];
const securityGroups = ['sg-0a1b2c3d4e5f60001'];

/** Far longer than the service needs to become steady. */
const longestStart = 5 * 60_000;
const look = 1000;

/**
 * Fills a sandbox with a service that runs: cluster, repository with three images, load balancer, and `web` with two healthy
 * tasks of image 1. All of it by the same operations that a client would call. Returns when the service is steady.
 */
export function seedDemo(sandbox: Sandbox): void {
  const { world } = sandbox;
  const caller: Caller = { arn: `arn:aws:iam::${world.account}:user/demo`, accessKeyId: 'demo' };
  const image = seedImages(world, caller);
  logsOperations.CreateLogGroup(world, { logGroupName: demo.logGroup }, caller);
  const targetGroupArn = seedLoadBalancer(world, caller);
  ecsOperations.CreateCluster(world, { clusterName: demo.cluster }, caller);
  seedTaskDefinition(world, caller, image);
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
  for (let waited = 0; waited < longestStart && !isSteady(world, caller); waited += look) {
    sandbox.control.advance(look);
  }
  if (!isSteady(world, caller)) throw new Error('The demonstration service did not become steady.');
}

/** Three manifests that differ, as three builds would; returns the first one's address. */
function seedImages(world: World, caller: Caller): string {
  const { repository } = ecrOperations.CreateRepository(world, { repositoryName: demo.repository }, caller);
  for (const tag of demo.tags) {
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: 1024 },
      layers: [],
      annotations: { 'org.opencontainers.image.version': tag },
    });
    ecrOperations.PutImage(world, { repositoryName: demo.repository, imageManifest, imageTag: tag }, caller);
  }
  return `${repository?.repositoryUri ?? demo.repository}:${demo.tags[0]}`;
}

/** Short intervals and delays: a demonstration should not make people wait. */
function seedLoadBalancer(world: World, caller: Caller): string {
  const loadBalancer = elbv2Operations.CreateLoadBalancer(world, { Name: 'demo', Subnets: subnets }, caller);
  const group = elbv2Operations.CreateTargetGroup(
    world,
    {
      Name: 'demo-web',
      Protocol: 'HTTP',
      Port: demo.port,
      VpcId: 'vpc-0a1b2c3d4e5f60718',
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    },
    caller,
  );
  const targetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? '';
  const attribute = { Key: 'deregistration_delay.timeout_seconds', Value: '5' };
  elbv2Operations.ModifyTargetGroupAttributes(
    world,
    { TargetGroupArn: targetGroupArn, Attributes: [attribute] },
    caller,
  );
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

function seedTaskDefinition(world: World, caller: Caller, image: string): void {
  ecsOperations.RegisterTaskDefinition(
    world,
    {
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: `arn:aws:iam::${world.account}:role/ecsTaskExecutionRole`,
      containerDefinitions: [
        {
          name: 'web',
          image,
          essential: true,
          portMappings: [{ containerPort: demo.port }],
          environment: [{ name: 'GREETING', value: 'hello' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': demo.logGroup,
              'awslogs-region': world.region,
              'awslogs-stream-prefix': 'web',
            },
          },
        },
      ],
    },
    caller,
  );
}

function isSteady(world: World, caller: Caller): boolean {
  const answer = ecsOperations.DescribeServices(
    world,
    { cluster: demo.cluster, services: [demo.service] },
    caller,
  );
  const [deployment, ...others] = answer.services?.[0]?.deployments ?? [];
  return others.length === 0 && deployment?.rolloutState === 'COMPLETED';
}
