import type { LoadBalancerInfo, TargetGroupPairInfo, TrafficRoute } from '@aws-sdk/client-codedeploy';
import type { World } from '../../world.ts';
import type { TrafficRouting } from '../records/deployment-config.ts';
import { refused } from '../refusals.ts';

/**
 * The one pair of target groups with its listeners. Whether they exist is found out when something is deployed.
 * @throws InvalidLoadBalancerInfoException, InvalidTargetGroupPairException; the texts are the sandbox's own but for that about long names
 */
export function readTargetGroupPair(info: LoadBalancerInfo | undefined): TargetGroupPairInfo {
  const [pair, ...others] = info?.targetGroupPairInfoList ?? [];
  if (pair === undefined || others.length > 0) {
    throw refused(
      'InvalidLoadBalancerInfoException',
      'For ECS deployment groups, loadBalancerInfo must have exactly one targetGroupPairInfo.',
    );
  }
  const targetGroups = (pair.targetGroups ?? []).map(({ name = '' }) => ({ name }));
  const [blue, green] = targetGroups;
  const long = targetGroups.find(({ name }) => name.length > 32);
  if (long !== undefined) {
    throw refused(
      'InvalidTargetGroupPairException',
      `The target group name ${long.name} specified in targetGroupInfoList exceeds the maximum allowed length of 32 characters.`,
    );
  }
  if (targetGroups.length !== 2 || blue?.name === '' || green?.name === '' || blue?.name === green?.name) {
    throw refused(
      'InvalidTargetGroupPairException',
      'A target group pair must name exactly two target groups, each by its own name.',
    );
  }
  return {
    targetGroups,
    prodTrafficRoute: { listenerArns: [oneListener('prodTrafficRoute', pair.prodTrafficRoute)] },
    ...(pair.testTrafficRoute !== undefined && {
      testTrafficRoute: { listenerArns: [oneListener('testTrafficRoute', pair.testTrafficRoute)] },
    }),
  };
}

/** A network load balancer moves all of its traffic or none. @throws InvalidTrafficRoutingConfigurationException */
export function checkRoutingOfListener(
  world: World,
  { prodTrafficRoute }: TargetGroupPairInfo,
  routing: TrafficRouting,
): void {
  const listener = world.elbv2.listener(prodTrafficRoute?.listenerArns?.[0] ?? '');
  const loadBalancer = world.elbv2.loadBalancers.get(listener?.loadBalancerArn ?? '');
  if (loadBalancer?.type !== 'network' || routing.type === 'AllAtOnce') return;
  throw refused(
    'InvalidTrafficRoutingConfigurationException',
    'Only ALB supports gradual traffic routing, use AllAtOnce Traffic routing instead when you create/update Deployment group.',
  );
}

function oneListener(member: string, route: TrafficRoute | undefined): string {
  const [arn, ...others] = route?.listenerArns ?? [];
  if (arn?.includes(':listener/') === true && others.length === 0) return arn;
  throw refused(
    'InvalidLoadBalancerInfoException',
    `${member} of a target group pair must have the ARN of exactly one listener.`,
  );
}
