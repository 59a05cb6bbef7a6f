import type { DeploymentConfiguration, LoadBalancer } from '@aws-sdk/client-ecs';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { World } from '../../../src/sandbox/world.ts';
import type { Brake, ServiceShape } from '../history.ts';
import { alarmName } from './alarm.ts';
import { caller } from './caller.ts';
import { buildDeploymentGroup } from './codedeploy.ts';
import { container, registerRevision } from './revisions.ts';

export const clusterName = 'prod';

/** Creates a service on revision 1 of the family of its name, with a load balancer where it has one. */
export function buildService(
  world: World,
  { name, shape, image }: { readonly name: string; readonly shape: ServiceShape; readonly image: string },
): void {
  registerRevision(world, { family: name, image, hasCheck: shape.containerCheck });
  const isCodeDeploy = shape.controller === 'CODE_DEPLOY';
  const loadBalancer = shape.loadBalancer ? buildLoadBalancer(world, name, shape) : undefined;
  ecsOperations.CreateService(
    world,
    {
      cluster: clusterName,
      serviceName: name,
      taskDefinition: `${name}:1`,
      desiredCount: shape.desired,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
      ...(loadBalancer === undefined
        ? {}
        : {
            loadBalancers: [loadBalancer],
            healthCheckGracePeriodSeconds: shape.graceSeconds,
          }),
      ...(isCodeDeploy
        ? { deploymentController: { type: 'CODE_DEPLOY' } }
        : { deploymentConfiguration: configurationOf(shape) }),
    },
    caller,
  );
  if (isCodeDeploy) buildDeploymentGroup(world, { cluster: clusterName, service: name }, shape);
}

function configurationOf(shape: ServiceShape): DeploymentConfiguration {
  const { breaker, alarm } = shape;
  return {
    minimumHealthyPercent: shape.minimumHealthyPercent,
    maximumPercent: shape.maximumPercent,
    deploymentCircuitBreaker: brake(breaker),
    ...(alarm === 'off' ? {} : { alarms: { alarmNames: [alarmName], ...brake(alarm) } }),
    ...strategySettings(shape),
  };
}

export function brake(kind: Brake): { enable: boolean; rollback: boolean } {
  return { enable: kind !== 'off', rollback: kind === 'rolls-back' };
}

function strategySettings({
  strategy,
  bakeMinutes,
  stepMinutes,
  hook,
}: ServiceShape): DeploymentConfiguration {
  return {
    strategy,
    // BLUE_GREEN has to be told.
    ...(bakeMinutes === 0 && strategy === 'ROLLING' ? {} : { bakeTimeInMinutes: bakeMinutes }),
    ...(strategy === 'CANARY'
      ? { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: stepMinutes } }
      : {}),
    ...(strategy === 'LINEAR'
      ? { linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: stepMinutes } }
      : {}),
    ...(hook === 'none'
      ? {}
      : {
          lifecycleHooks: [
            {
              targetType: 'AWS_LAMBDA' as const,
              hookTargetArn: functionArn,
              roleArn: 'arn:aws:iam::123456789012:role/hooks',
              lifecycleStages: ['POST_SCALE_UP' as const],
              timeoutConfiguration: { timeoutInMinutes: 2, action: 'ROLLBACK' as const },
            },
          ],
        }),
  };
}

export const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:check';

function buildLoadBalancer(world: World, name: string, { strategy, controller }: ServiceShape): LoadBalancer {
  const { LoadBalancers } = elbv2Operations.CreateLoadBalancer(
    world,
    { Name: name, Subnets: ['subnet-1', 'subnet-2'] },
    caller,
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const targetGroupArn = buildTargetGroup(world, name);
  const target = { targetGroupArn, containerName: container, containerPort: 8080 };
  if (strategy === 'ROLLING' && controller === 'ECS') {
    listen(world, LoadBalancerArn, [[targetGroupArn, 1]]);
    return target;
  }
  const alternateTargetGroupArn = buildTargetGroup(world, `${name}-2`);
  const listener = listen(world, LoadBalancerArn, [
    [targetGroupArn, 1],
    [alternateTargetGroupArn, 0],
  ]);
  // CodeDeploy's group knows the pair; the service only where its tasks are.
  if (controller === 'CODE_DEPLOY') return target;
  const { Rules } = elbv2Operations.DescribeRules(world, { ListenerArn: listener }, caller);
  return {
    ...target,
    advancedConfiguration: {
      alternateTargetGroupArn,
      productionListenerRule: Rules?.at(-1)?.RuleArn,
      roleArn: 'arn:aws:iam::123456789012:role/infrastructure',
    },
  };
}

function listen(
  world: World,
  LoadBalancerArn: string | undefined,
  weights: readonly (readonly [arn: string, weight: number])[],
): string {
  const { Listeners } = elbv2Operations.CreateListener(
    world,
    {
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
          },
        },
      ],
    },
    caller,
  );
  return Listeners?.[0]?.ListenerArn ?? '';
}

function buildTargetGroup(world: World, name: string): string {
  const group = elbv2Operations.CreateTargetGroup(
    world,
    {
      Name: name,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
    },
    caller,
  );
  const targetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? '';
  elbv2Operations.ModifyTargetGroupAttributes(
    world,
    {
      TargetGroupArn: targetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '15' }],
    },
    caller,
  );
  return targetGroupArn;
}
