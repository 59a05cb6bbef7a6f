import type {
  Listener as ListenerDescription,
  LoadBalancer as LoadBalancerDescription,
  Rule as RuleDescription,
  RuleCondition,
  TargetGroup as TargetGroupDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listener, LoadBalancer, Rule } from './listener.ts';
import type { TargetGroup } from './target-group.ts';

// What the Describe operations (and those that create or modify) tell of each thing.

export function describeLoadBalancer(loadBalancer: LoadBalancer, now: number): LoadBalancerDescription {
  const code = now >= loadBalancer.activeAt ? 'active' : 'provisioning';
  return { ...loadBalancer.description, State: { Code: code } };
}

export function describeListener(listener: Listener): ListenerDescription {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Port: listener.port,
    Protocol: listener.protocol,
    Certificates: listener.certificates,
    SslPolicy: listener.sslPolicy,
    AlpnPolicy: listener.alpnPolicy,
    DefaultActions: listener.defaultRule.actions,
  };
}

export function describeRule(rule: Rule): RuleDescription {
  return {
    RuleArn: rule.arn,
    Priority: String(rule.priority),
    Conditions: rule.conditions.map(describeCondition),
    Actions: rule.actions,
    IsDefault: rule.priority === 'default',
  };
}

/** Paths and hosts can be given in two ways. AWS tells them in both (as Ansible's `amazon.aws` collection has found it). */
function describeCondition(condition: RuleCondition): RuleCondition {
  const isPath = condition.Field === 'path-pattern';
  if (!isPath && condition.Field !== 'host-header') return condition;
  const config = isPath ? condition.PathPatternConfig : condition.HostHeaderConfig;
  const values = config?.Values ?? condition.Values;
  if (values === undefined) return condition;
  const both = { ...config, Values: values };
  return {
    ...condition,
    Values: values,
    ...(isPath ? { PathPatternConfig: both } : { HostHeaderConfig: both }),
  };
}

export function describeTargetGroup(group: TargetGroup): TargetGroupDescription {
  const check = group.healthCheck;
  const matcher =
    check.grpcMatcher === undefined ? { HttpCode: check.matcher } : { GrpcCode: check.grpcMatcher };
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: check.protocol,
    HealthCheckPort: check.port,
    HealthCheckEnabled: check.enabled,
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    HealthCheckPath: check.path,
    Matcher: check.matcher === undefined ? undefined : matcher,
    LoadBalancerArns: [...group.loadBalancerArns],
    TargetType: group.targetType,
    ProtocolVersion: group.protocolVersion,
    IpAddressType: group.ipAddressType,
  };
}
