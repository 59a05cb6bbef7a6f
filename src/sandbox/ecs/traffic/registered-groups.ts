import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import type { ServiceRevisionRecord } from '../records/service-revision.ts';
import { ruleNamed } from './find-rule.ts';
import { weightsIn } from './forward-weights.ts';
import { isOfPair, managedLoadBalancers, type ManagedLoadBalancer } from './managed-load-balancers.ts';

/**
 * The load balancers of a revision with the target groups that its tasks register with. A rolling deployment decides nothing beforehand:
 * its tasks join whichever group of a pair gets the requests.
 */
export function loadBalancersForTasks(
  world: World,
  revision: ServiceRevisionRecord,
): readonly LoadBalancer[] {
  const { loadBalancers } = revision.workload;
  const pairs = managedLoadBalancers(loadBalancers);
  if (pairs.length === 0) return loadBalancers;
  revision.traffic ??= {
    targetGroups: new Map(pairs.map((managed) => [managed.targetGroupArn, servingGroup(world, managed)])),
    production: 100,
    test: 100,
  };
  const { targetGroups } = revision.traffic;
  return loadBalancers.map((loadBalancer) => ({
    ...loadBalancer,
    targetGroupArn: targetGroups.get(loadBalancer.targetGroupArn ?? '') ?? loadBalancer.targetGroupArn,
  }));
}

function servingGroup(world: World, managed: ManagedLoadBalancer): string {
  const actions = ruleNamed(world, managed.productionListenerRule)?.actions ?? [];
  const serving = [...weightsIn(actions)].find(([arn, weight]) => weight > 0 && isOfPair(managed, arn));
  return serving?.[0] ?? managed.targetGroupArn;
}
