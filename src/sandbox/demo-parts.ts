import { ecrOperations } from './ecr/operations/index.ts';
import { ecsOperations } from './ecs/operations/index.ts';
import { elbv2Operations } from './elbv2/operations/index.ts';
import { iamOperations } from './iam/operations/index.ts';
import type { Caller } from './operation.ts';
import type { Sandbox } from './sandbox.ts';
import type { World } from './world.ts';

/** Far longer than a service needs to become steady. */
const longestStart = 5 * 60_000;
const look = 1000;

export const demoCluster = 'demo';
export const demoTags = ['1', '2', '3'] as const;
export const subnets = ['subnet-0a1b2c3d4e5f60001', 'subnet-0a1b2c3d4e5f60002'];
export const securityGroups = ['sg-0a1b2c3d4e5f60001'];

/** Whoever made the demonstration. */
export function demoCaller(world: World): Caller {
  return { arn: `arn:aws:iam::${world.account}:user/demo`, accessKeyId: 'demo' };
}

/** Three manifests that differ, as three builds would; returns the first one's address. */
export function seedImages(world: World, repositoryName: string): string {
  const caller = demoCaller(world);
  const { repository } = ecrOperations.CreateRepository(world, { repositoryName }, caller);
  for (const tag of demoTags) {
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: 1024 },
      layers: [],
      annotations: { 'org.opencontainers.image.version': tag },
    });
    ecrOperations.PutImage(world, { repositoryName, imageManifest, imageTag: tag }, caller);
  }
  return `${repository?.repositoryUri ?? repositoryName}:${demoTags[0]}`;
}

/** Short intervals and delays: a demonstration should not make people wait. */
export function seedTargetGroup(world: World, name: string, port: number): string {
  const caller = demoCaller(world);
  const group = elbv2Operations.CreateTargetGroup(
    world,
    {
      Name: name,
      Protocol: 'HTTP',
      Port: port,
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
  return targetGroupArn;
}

/** Whom the roles of the demonstration trust, and AWS's own policy that each of them has. */
const roles = {
  ecsTaskExecutionRole: {
    trusts: 'ecs-tasks.amazonaws.com',
    policy: 'service-role/AmazonECSTaskExecutionRolePolicy',
  },
  ecsInfrastructureRoleForLoadBalancers: {
    trusts: 'ecs.amazonaws.com',
    policy: 'AmazonECSInfrastructureRolePolicyForLoadBalancers',
  },
  ecsCodeDeployRole: { trusts: 'codedeploy.amazonaws.com', policy: 'AWSCodeDeployRoleForECS' },
} as const;

/** Makes a role of the demonstration, unless it is there; returns its ARN. */
export function seedRole(world: World, RoleName: keyof typeof roles): string {
  const caller = demoCaller(world);
  const { trusts, policy } = roles[RoleName];
  if (!world.iam.roles.has(RoleName)) {
    const statement = { Effect: 'Allow', Principal: { Service: trusts }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    iamOperations.CreateRole(world, { RoleName, AssumeRolePolicyDocument }, caller);
    const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
    iamOperations.AttachRolePolicy(world, { RoleName, PolicyArn }, caller);
  }
  return `arn:aws:iam::${world.account}:role/${RoleName}`;
}

/** A task definition of one container on Fargate, with its log group and the role that starts it. */
export function seedTaskDefinition(
  world: World,
  { family, image, port, logGroup }: { family: string; image: string; port: number; logGroup: string },
): void {
  const caller = demoCaller(world);
  ecsOperations.RegisterTaskDefinition(
    world,
    {
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: seedRole(world, 'ecsTaskExecutionRole'),
      containerDefinitions: [
        {
          name: family,
          image,
          essential: true,
          portMappings: [{ containerPort: port }],
          environment: [{ name: 'GREETING', value: 'hello' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': logGroup,
              'awslogs-region': world.region,
              'awslogs-stream-prefix': family,
            },
          },
        },
      ],
    },
    caller,
  );
}

/** Lets sandbox time pass until a service is steady. */
export function untilSteady(sandbox: Sandbox, service: string): void {
  const { world, control } = sandbox;
  for (let waited = 0; waited < longestStart && !isSteady(world, service); waited += look)
    control.advance(look);
  if (!isSteady(world, service))
    throw new Error(`The demonstration service ${service} did not become steady.`);
}

function isSteady(world: World, service: string): boolean {
  const answer = ecsOperations.DescribeServices(
    world,
    { cluster: demoCluster, services: [service] },
    demoCaller(world),
  );
  const [found] = answer.services ?? [];
  // Under CodeDeploy a service has task sets and no deployments.
  const taskSets = found?.taskSets ?? [];
  if (taskSets.length > 0) return taskSets.every((taskSet) => taskSet.stabilityStatus === 'STEADY_STATE');
  const [deployment, ...others] = found?.deployments ?? [];
  return others.length === 0 && deployment?.rolloutState === 'COMPLETED';
}
