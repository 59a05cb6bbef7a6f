import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';

/** Where a rule, or the listener of a network load balancer, sends its requests. */
export interface RuleWeights {
  /** ARN of the rule or listener. */
  readonly rule: string;
  /** AWS's weights, 0 to 999: only their shares count. */
  readonly groups: readonly { readonly targetGroupArn: string; readonly weight: number }[];
}

type ReadOptions = Pick<CallOptions, 'attempts' | 'signal'>;

/**
 * Where a rule sends its requests now. ECS names a rule of an application load balancer, or the listener of a network load balancer,
 * which has no rules.
 * @param arn of either
 */
export async function describeRuleWeights(
  aws: Aws,
  arn: string,
  options: ReadOptions = {},
): Promise<RuleWeights> {
  const actions = arn.includes(':listener-rule/')
    ? await actionsOfRule(aws, arn, options)
    : await actionsOfListener(aws, arn, options);
  return { rule: arn, groups: actions.flatMap(toGroups) };
}

/**
 * Where all rules of a listener send their requests now, the default one last. A network load balancer has none: its listener stands
 * for them.
 */
export async function describeListenerWeights(
  aws: Aws,
  listener: string,
  options: ReadOptions = {},
): Promise<RuleWeights[]> {
  if (listener.includes(':listener/net/')) return [await describeRuleWeights(aws, listener, options)];
  const weights: RuleWeights[] = [];
  let Marker: string | undefined;
  do {
    const page = Marker === undefined ? {} : { Marker };
    const output = await call(
      aws,
      { operation: 'elasticloadbalancing:DescribeRules', repeat: 'freely', ...options },
      aws.clients.elbv2,
      (elbv2, send) => elbv2.describeRules({ ListenerArn: listener, ...page }, send),
    );
    for (const { RuleArn = '', Actions = [] } of output.Rules ?? [])
      weights.push({ rule: RuleArn, groups: Actions.flatMap(toGroups) });
    Marker = output.NextMarker;
  } while (Marker !== undefined);
  return weights;
}

async function actionsOfRule(aws: Aws, arn: string, options: ReadOptions): Promise<readonly Action[]> {
  const output = await call(
    aws,
    { operation: 'elasticloadbalancing:DescribeRules', repeat: 'freely', ...options },
    aws.clients.elbv2,
    (elbv2, send) => elbv2.describeRules({ RuleArns: [arn] }, send),
  );
  return output.Rules?.[0]?.Actions ?? [];
}

async function actionsOfListener(aws: Aws, arn: string, options: ReadOptions): Promise<readonly Action[]> {
  const output = await call(
    aws,
    { operation: 'elasticloadbalancing:DescribeListeners', repeat: 'freely', ...options },
    aws.clients.elbv2,
    (elbv2, send) => elbv2.describeListeners({ ListenerArns: [arn] }, send),
  );
  return output.Listeners?.[0]?.DefaultActions ?? [];
}

/** Where an action forwards to. A single group is shown with a `ForwardConfig` too, but older shapes have only its ARN. */
export function toGroups({ ForwardConfig, TargetGroupArn }: Action): RuleWeights['groups'] {
  const groups = ForwardConfig?.TargetGroups ?? [];
  if (groups.length === 0)
    return TargetGroupArn === undefined ? [] : [{ targetGroupArn: TargetGroupArn, weight: 1 }];
  return groups.map((group) => ({
    targetGroupArn: group.TargetGroupArn ?? '',
    weight: group.Weight ?? 1,
  }));
}
