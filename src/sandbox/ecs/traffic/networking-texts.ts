import type { ManagedLoadBalancer } from './managed-load-balancers.ts';

/** What is wrong with the rules between two target groups. */
export type NetworkingFault =
  | { readonly kind: 'rule-missing'; readonly arn: string }
  | { readonly kind: 'group-not-associated'; readonly targetGroupArn: string }
  | { readonly kind: 'pair-not-associated' }
  | { readonly kind: 'not-one-serving'; readonly rule: string; readonly serving: number }
  | {
      readonly kind: 'unexpected-group';
      readonly of: 'production' | 'test';
      readonly targetGroupArn: string;
      readonly managed: ManagedLoadBalancer;
    };

const because = 'Service deployment rolled back because of invalid networking configuration';

/**
 * The `statusReason` for it (2.3.2 of the specification). The sandbox's own, made like their neighbours: that about a test rule, and the one
 * about a missing listener.
 */
export function networkingText(fault: NetworkingFault): string {
  switch (fault.kind) {
    case 'rule-missing':
      return `${because}. One or more ${fault.arn.includes(':listener/') ? 'listeners' : 'rules'} not found`;
    case 'group-not-associated':
      return `${because}: Target group ${fault.targetGroupArn} is not associated with either productionListenerRule or testListenerRule.`;
    case 'pair-not-associated':
      return `${because}. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.`;
    case 'not-one-serving':
      return (
        `${because}. productionListenerRule ${fault.rule} should have exactly one target group serving traffic but found ` +
        `${fault.serving} target groups which are serving traffic`
      );
    case 'unexpected-group': {
      const { targetGroupArn, alternateTargetGroupArn } = fault.managed;
      const rule = fault.of === 'production' ? 'Production' : 'Test';
      return (
        `${because}. ${rule} listener rule is forwarding traffic to unexpected target group ${fault.targetGroupArn}. Expected traffic to be ` +
        `forwarded to either targetGroupArn: ${targetGroupArn} or alternateTargetGroupArn: ${alternateTargetGroupArn}`
      );
    }
    default:
      return fault satisfies never;
  }
}
