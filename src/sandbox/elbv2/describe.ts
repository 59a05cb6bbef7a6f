import type {
  Listener as ListenerDescription,
  LoadBalancer as LoadBalancerDescription,
  Rule as RuleDescription,
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
    Conditions: rule.conditions,
    Actions: rule.actions,
    IsDefault: rule.priority === 'default',
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
