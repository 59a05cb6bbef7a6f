import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { Action, ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';

export interface TwoGroupsStage {
  /** `none`: production traffic only. */
  readonly testRule?: 'none' | undefined;
  readonly type?: 'network' | undefined;
}

/** A load balancer whose rules forward to two target groups, between which ECS moves traffic. */
export interface TwoGroups {
  readonly blue: string;
  readonly green: string;
  /** ARN of the rule (ALB) or listener (NLB) whose weights ECS changes. */
  readonly productionRule: string;
  /** ARN of its listener. */
  readonly productionListener: string;
  readonly testRule: string | undefined;
  readonly testListener: string | undefined;
  readonly loadBalancer: LoadBalancer;
}

/** Builds them, with all traffic on blue. */
export async function buildTwoGroups(
  elbv2: ElasticLoadBalancingV2,
  { testRule, type }: TwoGroupsStage = {},
): Promise<TwoGroups> {
  const isNetwork = type === 'network';
  const protocol = isNetwork ? 'TCP' : 'HTTP';
  const group = async (colour: string): Promise<string> => {
    const { TargetGroups } = await elbv2.createTargetGroup({
      Name: `web-${colour}`,
      Protocol: protocol,
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
    });
    const arn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    await elbv2.modifyTargetGroupAttributes({
      TargetGroupArn: arn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '15' }],
    });
    return arn;
  };
  const blue = await group('blue');
  const green = await group('green');
  const { LoadBalancers } = await elbv2.createLoadBalancer({
    Name: 'web',
    Subnets: ['subnet-1', 'subnet-2'],
    ...(isNetwork ? { Type: 'network' } : {}),
  });
  const listen = async (port: number): Promise<{ listener: string; rule: string }> => {
    const { Listeners } = await elbv2.createListener({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: protocol,
      Port: port,
      DefaultActions: [forwardTo([blue, 1], [green, 0])],
    });
    const arn = Listeners?.[0]?.ListenerArn ?? '';
    if (isNetwork) return { listener: arn, rule: arn };
    const { Rules } = await elbv2.describeRules({ ListenerArn: arn });
    return { listener: arn, rule: Rules?.at(-1)?.RuleArn ?? '' };
  };
  const { listener: productionListener, rule: productionRule } = await listen(80);
  const test = testRule === 'none' ? undefined : await listen(8080);
  const rule = test?.rule;
  return {
    blue,
    green,
    productionRule,
    productionListener,
    testRule: rule,
    testListener: test?.listener,
    loadBalancer: {
      targetGroupArn: blue,
      containerName: 'app',
      containerPort: 8080,
      advancedConfiguration: {
        alternateTargetGroupArn: green,
        productionListenerRule: productionRule,
        ...(rule === undefined ? {} : { testListenerRule: rule }),
        roleArn: 'arn:aws:iam::123456789012:role/infrastructure',
      },
    },
  };
}

function forwardTo(...groups: readonly (readonly [arn: string, weight: number])[]): Action {
  const TargetGroups = groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
  return { Type: 'forward', ForwardConfig: { TargetGroups } };
}

/** Percent of the traffic of a rule, or of an NLB's listener, that goes to a target group. */
export async function shareOf(
  elbv2: ElasticLoadBalancingV2,
  ruleOrListener: string,
  targetGroup: string,
): Promise<number> {
  const actions = ruleOrListener.includes(':listener/')
    ? (await elbv2.describeListeners({ ListenerArns: [ruleOrListener] })).Listeners?.[0]?.DefaultActions
    : (await elbv2.describeRules({ RuleArns: [ruleOrListener] })).Rules?.[0]?.Actions;
  const groups = actions?.at(-1)?.ForwardConfig?.TargetGroups ?? [];
  const all = groups.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
  const own = groups.find(({ TargetGroupArn }) => TargetGroupArn === targetGroup)?.Weight ?? 0;
  return all === 0 ? 0 : (own / all) * 100;
}
