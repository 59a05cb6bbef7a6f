import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** How a target group checks its targets and lets them go. */
export interface TargetGroupSettings {
  readonly arn: string;
  /** AWS's word: ip | instance | lambda | alb */
  readonly targetType: string;
  readonly healthCheckIntervalSeconds: number;
  /** So many failed checks in a row make a target unhealthy. */
  readonly unhealthyThreshold: number;
}

/**
 * A target group; undefined where there is none.
 * @throws what `call` throws: the caller decides that it is optional
 */
export async function findTargetGroupSettings(
  aws: Aws,
  arn: string,
): Promise<TargetGroupSettings | undefined> {
  return await unlessUnknown(['TargetGroupNotFound', 'TargetGroupNotFoundException'], async () => {
    const { TargetGroups = [] } = await call(
      aws,
      { operation: 'elasticloadbalancing:DescribeTargetGroups', repeat: 'freely', attempts: 2 },
      aws.clients.elbv2,
      (elbv2, send) => elbv2.describeTargetGroups({ TargetGroupArns: [arn] }, send),
    );
    const [group] = TargetGroups;
    if (group === undefined) return undefined;
    return {
      arn,
      targetType: group.TargetType ?? 'instance',
      healthCheckIntervalSeconds: group.HealthCheckIntervalSeconds ?? 30,
      unhealthyThreshold: group.UnhealthyThresholdCount ?? 2,
    };
  });
}

/**
 * Seconds for which a target that leaves keeps its connections.
 * @throws what `call` throws: the caller decides that it is optional
 */
export async function deregistrationDelay(aws: Aws, arn: string): Promise<number> {
  const { Attributes = [] } = await call(
    aws,
    { operation: 'elasticloadbalancing:DescribeTargetGroupAttributes', repeat: 'freely', attempts: 2 },
    aws.clients.elbv2,
    (elbv2, send) => elbv2.describeTargetGroupAttributes({ TargetGroupArn: arn }, send),
  );
  const value = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value;
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay
  return value === undefined ? 300 : Number(value);
}
