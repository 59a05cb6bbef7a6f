import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';

/** What CloudWatch calls a target group of an Application Load Balancer, and the load balancer in front of it. */
export interface TargetGroupDimensions {
  /** `targetgroup/web/73e2d6bc24d8a067` */
  readonly targetGroup: string;
  /** `app/web/50dc6c495c0c9188`; those of other kinds (`net/…`) count no requests. None: no listener leads to the group. */
  readonly loadBalancers: readonly string[];
}

// What a process has found does not change under its hands; who has no load balancer may get one.
const known = new WeakMap<Aws['clients'], Map<string, TargetGroupDimensions>>();

/**
 * The dimensions of a target group's metrics, asked of AWS once.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * @throws what `call` throws
 */
export async function dimensionsOf(
  aws: Aws,
  targetGroupArn: string,
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<TargetGroupDimensions> {
  const ofThis = known.get(aws.clients) ?? new Map<string, TargetGroupDimensions>();
  known.set(aws.clients, ofThis);
  const before = ofThis.get(targetGroupArn);
  if (before !== undefined) return before;
  const output = await call(
    aws,
    { operation: 'elasticloadbalancing:DescribeTargetGroups', repeat: 'freely', ...options },
    aws.clients.elbv2,
    (elbv2, send) => elbv2.describeTargetGroups({ TargetGroupArns: [targetGroupArn] }, send),
  );
  const dimensions = {
    targetGroup: afterColon(targetGroupArn),
    loadBalancers: (output.TargetGroups?.[0]?.LoadBalancerArns ?? []).map(loadBalancerDimension),
  };
  if (dimensions.loadBalancers.length > 0) ofThis.set(targetGroupArn, dimensions);
  return dimensions;
}

/** `arn:…:targetgroup/web/73e2d6bc24d8a067` → `targetgroup/web/73e2d6bc24d8a067` */
function afterColon(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** `arn:…:loadbalancer/app/web/50dc6c495c0c9188` → `app/web/50dc6c495c0c9188` */
function loadBalancerDimension(arn: string): string {
  return arn.slice(arn.indexOf('loadbalancer/') + 'loadbalancer/'.length);
}
