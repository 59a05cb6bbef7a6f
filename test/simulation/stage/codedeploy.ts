import type { AutoRollbackEvent, TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import type { ServiceRef } from '../../../src/model/service-ref.ts';
import { codedeployOperations } from '../../../src/sandbox/codedeploy/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { World } from '../../../src/sandbox/world.ts';
import type { ServiceShape } from '../history.ts';
import { alarmName } from './alarm.ts';
import { caller } from './caller.ts';

/** The names that tools give by default. */
export function groupNames({ cluster, service }: ServiceRef): {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
} {
  return {
    applicationName: `AppECS-${cluster}-${service}`,
    deploymentGroupName: `DgpECS-${cluster}-${service}`,
  };
}

/** The deployment group of a service: its breaker stands for automatic rollback, its bake for the termination wait. */
export function buildDeploymentGroup(world: World, ref: ServiceRef, shape: ServiceShape): void {
  const { alarm, readyMinutes, bakeMinutes } = shape;
  const names = groupNames(ref);
  const deploymentConfigName = `${shape.strategy}-${shape.stepMinutes}`;
  if (!world.codedeploy.configs.has(deploymentConfigName)) {
    const trafficRoutingConfig = routingOf(shape);
    codedeployOperations.CreateDeploymentConfig(
      world,
      { deploymentConfigName, computePlatform: 'ECS', trafficRoutingConfig },
      caller,
    );
  }
  const { applicationName } = names;
  codedeployOperations.CreateApplication(world, { applicationName, computePlatform: 'ECS' }, caller);
  const events = rollbackEvents(shape);
  codedeployOperations.CreateDeploymentGroup(
    world,
    {
      ...names,
      deploymentConfigName,
      serviceRoleArn: 'arn:aws:iam::123456789012:role/codeDeployRole',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: {
          action: 'TERMINATE',
          terminationWaitTimeInMinutes: bakeMinutes,
        },
        deploymentReadyOption:
          readyMinutes === 0
            ? { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 }
            : { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: readyMinutes },
      },
      autoRollbackConfiguration: events.length === 0 ? { enabled: false } : { enabled: true, events },
      ...(alarm === 'off' ? {} : { alarmConfiguration: { enabled: true, alarms: [{ name: alarmName }] } }),
      ecsServices: [{ clusterName: ref.cluster, serviceName: ref.service }],
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: ref.service }, { name: `${ref.service}-2` }],
            prodTrafficRoute: { listenerArns: [listenerOf(world, ref)] },
          },
        ],
      },
    },
    caller,
  );
}

function rollbackEvents({ breaker, alarm }: ServiceShape): AutoRollbackEvent[] {
  return [
    ...(breaker === 'rolls-back'
      ? (['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'] as const)
      : breaker === 'only-stops'
        ? (['DEPLOYMENT_FAILURE'] as const)
        : []),
    ...(alarm === 'rolls-back' ? (['DEPLOYMENT_STOP_ON_ALARM'] as const) : []),
  ];
}

function routingOf({ strategy, stepMinutes }: ServiceShape): TrafficRoutingConfig {
  switch (strategy) {
    case 'CANARY':
      return {
        type: 'TimeBasedCanary',
        timeBasedCanary: { canaryPercentage: 10, canaryInterval: stepMinutes },
      };
    case 'LINEAR':
      return {
        type: 'TimeBasedLinear',
        timeBasedLinear: { linearPercentage: 40, linearInterval: stepMinutes },
      };
    default:
      return { type: 'AllAtOnce' };
  }
}

/** The load balancer is named like its service, and has one listener. */
function listenerOf(world: World, { service }: ServiceRef): string {
  const { LoadBalancers } = elbv2Operations.DescribeLoadBalancers(world, { Names: [service] }, caller);
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const { Listeners } = elbv2Operations.DescribeListeners(world, { LoadBalancerArn }, caller);
  return Listeners?.[0]?.ListenerArn ?? '';
}
