import type {
  ProtocolEnum,
  TargetGroupIpAddressTypeEnum,
  TargetTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Target } from './target.ts';

export interface HealthCheckSettings {
  enabled: boolean;
  protocol: ProtocolEnum;
  /** A number, or `traffic-port`. */
  port: string;
  path?: string | undefined;
  intervalSeconds: number;
  timeoutSeconds: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
  /** Status codes that count as healthy: `200`, `200,202` or `200-299`. Absent for a TCP check. */
  matcher?: string | undefined;
  grpcMatcher?: string | undefined;
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  /** The request that made it, by which a repetition is recognised. */
  readonly request: string;
  readonly targetType: TargetTypeEnum;
  readonly protocol?: ProtocolEnum | undefined;
  readonly protocolVersion?: string | undefined;
  readonly port?: number | undefined;
  readonly vpcId?: string | undefined;
  readonly ipAddressType: TargetGroupIpAddressTypeEnum;
  readonly healthCheck: HealthCheckSettings;
  readonly attributes: Map<string, string>;
  /** By `id:port`. */
  readonly targets: Map<string, Target>;
  /** The load balancers whose listeners or rules name this group; empty means that it gets no traffic and no checks. */
  loadBalancerArns: string[];
}

/** Elastic Load Balancing's default for `deregistration_delay.timeout_seconds`. */
const defaultDeregistrationDelay = 300;

/** How long a target stays `draining`, in milliseconds. */
export function deregistrationDelay(group: TargetGroup): number {
  return (
    1000 * Number(group.attributes.get('deregistration_delay.timeout_seconds') ?? defaultDeregistrationDelay)
  );
}
