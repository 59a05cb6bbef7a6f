import type { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';

/** A target group for tasks of hello, with health checks as quick as they may be. Its ARN. */
export async function createTargetGroup(elbv2: ElasticLoadBalancingV2, name: string): Promise<string> {
  const { TargetGroups } = await elbv2.createTargetGroup({
    Name: name,
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-1',
    TargetType: 'ip',
    HealthCheckPath: '/health',
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 2,
  });
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  await elbv2.modifyTargetGroupAttributes({
    TargetGroupArn,
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '3' }],
  });
  return TargetGroupArn;
}

/** Where this machine reaches the listener on `port`, as the sandbox at `url` says. */
export async function listenerOn(url: string, port: 80 | 9000): Promise<string> {
  const answer = await fetch(`${url}/_sandbox/listeners`);
  const { listeners } = (await answer.json()) as {
    listeners: readonly { readonly port: number; readonly url?: string }[];
  };
  return listeners.find((listener) => listener.port === port)?.url ?? '';
}
