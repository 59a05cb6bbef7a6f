import type { Rule } from '../../elbv2/listener.ts';
import type { World } from '../../world.ts';
import type { ManagedLoadBalancer } from './managed-load-balancers.ts';
import type { RulesNow } from './judge-rules.ts';

/** A rule by its ARN; of a network load balancer's listener the rule that holds its default actions. */
export function ruleNamed(world: World, arn: string): Rule | undefined {
  return world.elbv2.listener(arn)?.defaultRule ?? world.elbv2.rule(arn);
}

export function rulesNow(world: World, managed: ManagedLoadBalancer): RulesNow {
  const { productionListenerRule, testListenerRule } = managed;
  return {
    production: ruleNamed(world, productionListenerRule)?.actions,
    test: testListenerRule === undefined ? [] : ruleNamed(world, testListenerRule)?.actions,
  };
}
