import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { World } from '../../../src/sandbox/world.ts';
import type { Brake, ServiceShape } from '../history.ts';
import { alarmName } from './alarm.ts';
import { caller } from './caller.ts';
import { container, registerRevision } from './revisions.ts';

export const clusterName = 'prod';

/** Creates a service on revision 1 of the family of its name, with a load balancer where it has one. */
export function buildService(
  world: World,
  { name, shape, image }: { readonly name: string; readonly shape: ServiceShape; readonly image: string },
): void {
  registerRevision(world, { family: name, image, hasCheck: shape.containerCheck });
  const { breaker, alarm } = shape;
  const targetGroupArn = shape.loadBalancer ? buildLoadBalancer(world, name) : undefined;
  ecsOperations.CreateService(
    world,
    {
      cluster: clusterName,
      serviceName: name,
      taskDefinition: `${name}:1`,
      desiredCount: shape.desired,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
      ...(targetGroupArn === undefined
        ? {}
        : {
            loadBalancers: [{ targetGroupArn, containerName: container, containerPort: 8080 }],
            healthCheckGracePeriodSeconds: shape.graceSeconds,
          }),
      deploymentConfiguration: {
        minimumHealthyPercent: shape.minimumHealthyPercent,
        maximumPercent: shape.maximumPercent,
        deploymentCircuitBreaker: brake(breaker),
        ...(alarm === 'off' ? {} : { alarms: { alarmNames: [alarmName], ...brake(alarm) } }),
        ...(shape.bakeMinutes === 0 ? {} : { bakeTimeInMinutes: shape.bakeMinutes }),
      },
    },
    caller,
  );
}

export function brake(kind: Brake): { enable: boolean; rollback: boolean } {
  return { enable: kind !== 'off', rollback: kind === 'rolls-back' };
}

function buildLoadBalancer(world: World, name: string): string {
  const balancer = elbv2Operations.CreateLoadBalancer(
    world,
    { Name: name, Subnets: ['subnet-1', 'subnet-2'] },
    caller,
  );
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
  elbv2Operations.CreateListener(
    world,
    {
      LoadBalancerArn: balancer.LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    },
    caller,
  );
  return targetGroupArn;
}
