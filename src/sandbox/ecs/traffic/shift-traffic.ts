import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { ServiceRevisionRecord } from '../records/service-revision.ts';
import { ruleNamed, rulesNow } from './find-rule.ts';
import { weightsFor, withWeights } from './forward-weights.ts';
import { judgeRules, soleServing } from './judge-rules.ts';
import { managedLoadBalancers, otherOfPair, type ManagedLoadBalancer } from './managed-load-balancers.ts';
import { networkingText, type NetworkingFault } from './networking-texts.ts';

export type Shifted =
  { readonly kind: 'shifted' } | { readonly kind: 'invalid'; readonly statusReason: string };

/**
 * Gives a revision its share of the requests, 0 to 100 in steps of 0.1, and the rest to the other target group of each pair, by the forward
 * action of exactly the rules that the service names. Where somebody has led a rule elsewhere, or taken it away, nothing is changed.
 * A revision without two target groups has nothing to shift; nor has a load balancer without a test rule, for test traffic.
 */
export function shiftTraffic(
  world: World,
  _service: ServiceRecord,
  target: ServiceRevisionRecord,
  which: 'test' | 'production',
  percentOfTarget: number,
): Shifted {
  const { traffic } = target;
  if (traffic === undefined) return { kind: 'shifted' };
  const pairs = managedLoadBalancers(target.workload.loadBalancers);
  const fault = firstFault(
    world,
    pairs,
    which === 'production' && traffic.production === 0 && percentOfTarget > 0,
  );
  if (fault !== undefined) return { kind: 'invalid', statusReason: networkingText(fault) };
  for (const managed of pairs) {
    const own = traffic.targetGroups.get(managed.targetGroupArn) ?? managed.targetGroupArn;
    const rule = ruleNamed(world, ruleFor(managed, which) ?? '');
    if (rule === undefined) continue;
    const { of, rest } = weightsFor(percentOfTarget);
    const weights = new Map([
      [own, of],
      [otherOfPair(managed, own), rest],
    ]);
    rule.actions = withWeights(rule.actions, weights);
  }
  traffic[which] = percentOfTarget;
  world.elbv2.refreshUse();
  return { kind: 'shifted' };
}

/** All load balancers are looked at before any is changed. */
function firstFault(
  world: World,
  pairs: readonly ManagedLoadBalancer[],
  beginsProduction: boolean,
): NetworkingFault | undefined {
  for (const managed of pairs) {
    const rules = rulesNow(world, managed);
    const fault = judgeRules(managed, rules, false);
    if (fault !== undefined) return fault;
    if (!beginsProduction) continue;
    const serving = soleServing(managed, rules.production ?? []);
    if ('kind' in serving) return serving;
  }
  return undefined;
}

function ruleFor(managed: ManagedLoadBalancer, which: 'test' | 'production'): string | undefined {
  return which === 'production' ? managed.productionListenerRule : managed.testListenerRule;
}
