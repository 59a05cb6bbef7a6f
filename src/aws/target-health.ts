import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';

/** A target as its load balancer sees it. */
export interface TargetHealthState {
  readonly id: string;
  readonly port?: number | undefined;
  /** initial | healthy | unhealthy | unused | draining | unavailable | unhealthy.draining */
  readonly state: string;
  /** `Target.ResponseCodeMismatch` and the like. */
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
}

/** The registered and draining targets of a target group. */
export async function describeTargetHealth(
  aws: Aws,
  targetGroupArn: string,
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<TargetHealthState[]> {
  const output = await call(
    aws,
    { operation: 'elasticloadbalancing:DescribeTargetHealth', repeat: 'freely', ...options },
    aws.clients.elbv2,
    (elbv2, send) => elbv2.describeTargetHealth({ TargetGroupArn: targetGroupArn }, send),
  );
  return (output.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }) => ({
    id: Target?.Id ?? '',
    port: Target?.Port,
    state: TargetHealth?.State ?? 'unavailable',
    reason: TargetHealth?.Reason,
    description: TargetHealth?.Description,
  }));
}
