import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { weightsIn } from './forward-weights.ts';
import { isOfPair, type ManagedLoadBalancer } from './managed-load-balancers.ts';
import type { NetworkingFault } from './networking-texts.ts';

/** The rules of a load balancer as they are; undefined where one that is named is not there. */
export interface RulesNow {
  readonly production: readonly Action[] | undefined;
  /** Empty where no test rule is named. */
  readonly test: readonly Action[] | undefined;
}

/** What is wrong with the rules at any time of a deployment, if anything: gone, leading elsewhere, or without one of the two groups. */
export function judgeRules(
  managed: ManagedLoadBalancer,
  { production, test }: RulesNow,
  isFirst: boolean,
): NetworkingFault | undefined {
  if (production === undefined) return { kind: 'rule-missing', arn: managed.productionListenerRule };
  if (test === undefined) return { kind: 'rule-missing', arn: managed.testListenerRule ?? '' };
  const astray = firstAstray(managed, production);
  if (astray !== undefined) {
    return { kind: 'unexpected-group', of: 'production', targetGroupArn: astray, managed };
  }
  const testAstray = firstAstray(managed, test);
  if (testAstray !== undefined) {
    return { kind: 'unexpected-group', of: 'test', targetGroupArn: testAstray, managed };
  }
  const associated = new Set([...weightsIn(production).keys(), ...weightsIn(test).keys()]);
  const missing = [managed.targetGroupArn, managed.alternateTargetGroupArn].filter(
    (arn) => !associated.has(arn),
  );
  const [targetGroupArn] = missing;
  if (targetGroupArn === undefined) return undefined;
  // AWS has two texts for it, and which one is for when was not found.
  return isFirst || missing.length > 1
    ? { kind: 'pair-not-associated' }
    : { kind: 'group-not-associated', targetGroupArn };
}

/** The one target group that gets requests, or what is wrong about how many do. Before the first shift it has to be one. */
export function soleServing(
  managed: ManagedLoadBalancer,
  production: readonly Action[],
): { readonly targetGroupArn: string } | NetworkingFault {
  const serving = [...weightsIn(production)].filter(([, weight]) => weight > 0).map(([arn]) => arn);
  const [targetGroupArn] = serving;
  if (targetGroupArn !== undefined && serving.length === 1) return { targetGroupArn };
  return { kind: 'not-one-serving', rule: managed.productionListenerRule, serving: serving.length };
}

function firstAstray(managed: ManagedLoadBalancer, actions: readonly Action[]): string | undefined {
  return [...weightsIn(actions)].find(([arn, weight]) => weight > 0 && !isOfPair(managed, arn))?.[0];
}
