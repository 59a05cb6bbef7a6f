import type {
  Action,
  Certificate,
  LoadBalancer as LoadBalancerDescription,
  ProtocolEnum,
  RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly type: 'application' | 'network' | 'gateway';
  /** What DescribeLoadBalancers tells, except for the state, which follows from `activeAt`. */
  readonly description: LoadBalancerDescription;
  /** The request that made it, by which a repetition is recognised. */
  readonly request: string;
  readonly activeAt: number;
  readonly attributes: Map<string, string>;
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  /** The request that made it, by which a repetition is recognised. */
  readonly request: string;
  port: number;
  protocol: ProtocolEnum;
  certificates?: Certificate[] | undefined;
  sslPolicy?: string | undefined;
  alpnPolicy?: string[] | undefined;
  /** Holds the default actions. A network load balancer's listener has one too, which only DescribeRules does not show. */
  readonly defaultRule: Rule;
}

export interface Rule {
  readonly arn: string;
  readonly listenerArn: string;
  priority: number | 'default';
  conditions: RuleCondition[];
  actions: Action[];
}

/** The target groups that these actions may send requests to, those with weight 0 included. */
export function forwardedTo(actions: readonly Action[]): string[] {
  return actions.flatMap((action) =>
    [
      action.TargetGroupArn,
      ...(action.ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn),
    ].filter((arn) => arn !== undefined),
  );
}
