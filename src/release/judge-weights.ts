import type { RuleWeights } from '../aws/listener-rules.ts';
import type { Reason } from '../model/verdict.ts';

/** A rule, and the target group that all of its requests should go to. */
export interface ExpectedTraffic {
  /** ARN of a rule, or of a listener of a network load balancer. */
  readonly rule: string;
  readonly targetGroupArn: string;
}

/**
 * Whether every rule sends all of its requests where they should go; otherwise the first that does not, with the percentage that it
 * sends there. A rule that was not read is not judged. Pure.
 */
export function judgeWeights(
  expected: readonly ExpectedTraffic[],
  rules: readonly RuleWeights[],
): Extract<Reason, { kind: 'weights-differ' }> | undefined {
  for (const { rule, targetGroupArn } of expected) {
    const found = rules.find((one) => one.rule === rule);
    if (found === undefined) continue;
    const actual = shareOf(found, targetGroupArn);
    if (actual < 100)
      return { kind: 'weights-differ', rule, targetGroup: targetGroupArn, expected: 100, actual };
  }
  return undefined;
}

/** Percent of the requests of a rule that go to a group; never 100 while another one gets any. */
function shareOf({ groups }: RuleWeights, targetGroupArn: string): number {
  const sum = (some: RuleWeights['groups']): number => some.reduce((total, { weight }) => total + weight, 0);
  const total = sum(groups);
  if (total === 0) return 0;
  const share = (100 * sum(groups.filter((group) => group.targetGroupArn === targetGroupArn))) / total;
  return share === 100 ? 100 : Math.min(99.9, Math.round(share * 10) / 10);
}
