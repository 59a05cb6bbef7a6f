import type { ServiceState } from '../aws/service-state.ts';
import { EcsdeployError } from '../model/error.ts';
import { shiftsTraffic } from '../model/lifecycle.ts';
import { serviceName } from '../model/service-ref.ts';

type Traffic = Pick<ServiceState, 'ref' | 'loadBalancers' | 'serviceConnect'>;

/** AWS could not move traffic: a load balancer of the service names no second target group and no rule. */
class LoadBalancerUnprepared extends EcsdeployError {
  constructor({ ref, loadBalancers }: Traffic, strategy: string) {
    const names = loadBalancers
      .filter(({ advanced }) => advanced === undefined)
      .map(({ targetGroupArn = 'a Classic Load Balancer' }) => targetGroupArn);
    super({
      code: 'refused.load_balancer_unprepared',
      message: `${strategy} moves traffic between two target groups, and service "${serviceName(ref)}" has no advancedConfiguration for ${names.join(', ')}`,
      suggestions: [
        'Give each load balancer of the service its alternate target group, production rule and role: `aws ecs update-service --load-balancers`.',
        'Or release with --strategy ROLLING.',
      ],
      details: { strategy, targetGroups: names },
    });
  }
}

/** There is no traffic that AWS could move in parts. */
class NoTrafficSource extends EcsdeployError {
  constructor({ ref }: Traffic, strategy: string) {
    super({
      code: 'refused.no_traffic_source',
      message: `${strategy} moves traffic in parts, and service "${serviceName(ref)}" has neither a load balancer nor Service Connect`,
      suggestions: ['Use BLUE_GREEN, which also works without traffic, or ROLLING.'],
      details: { strategy },
    });
  }
}

/**
 * Refuses what AWS would refuse, or could not do, before anything changes. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html
 * @throws LoadBalancerUnprepared, NoTrafficSource
 */
export function refuseWithoutTraffic(service: Traffic, strategy: string): void {
  if (!shiftsTraffic(strategy)) return;
  if (service.loadBalancers.some(({ advanced }) => advanced === undefined)) {
    throw new LoadBalancerUnprepared(service, strategy);
  }
  if (strategy !== 'BLUE_GREEN' && isHeadless(service)) throw new NoTrafficSource(service, strategy);
}

/** Neither a load balancer nor Service Connect brings requests: both revisions run side by side, and nothing moves. */
export function isHeadless({ loadBalancers, serviceConnect }: Omit<Traffic, 'ref'>): boolean {
  return loadBalancers.length === 0 && !serviceConnect;
}
