import type { TargetGroup } from './target-group.ts';

/** "Target group attributes" and "Load balancer attributes" in the guide for Application Load Balancers; likewise Network. */
export function defaultTargetGroupAttributes(isHttp: boolean): Map<string, string> {
  const common: [string, string][] = [
    ['deregistration_delay.timeout_seconds', '300'],
    ['stickiness.enabled', 'false'],
    ['load_balancing.cross_zone.enabled', 'use_load_balancer_configuration'],
    ['target_group_health.dns_failover.minimum_healthy_targets.count', '1'],
    ['target_group_health.dns_failover.minimum_healthy_targets.percentage', 'off'],
    ['target_group_health.unhealthy_state_routing.minimum_healthy_targets.count', '1'],
    ['target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage', 'off'],
  ];
  const http: [string, string][] = [
    ['stickiness.type', 'lb_cookie'],
    ['stickiness.lb_cookie.duration_seconds', '86400'],
    ['stickiness.app_cookie.cookie_name', ''],
    ['stickiness.app_cookie.duration_seconds', '86400'],
    ['slow_start.duration_seconds', '0'],
    ['load_balancing.algorithm.type', 'round_robin'],
    ['load_balancing.algorithm.anomaly_mitigation', 'off'],
  ];
  const network: [string, string][] = [
    ['deregistration_delay.connection_termination.enabled', 'false'],
    ['stickiness.type', 'source_ip'],
    ['preserve_client_ip.enabled', 'false'],
    ['proxy_protocol_v2.enabled', 'false'],
  ];
  return new Map([...common, ...(isHttp ? http : network)]);
}

export function defaultLoadBalancerAttributes(isApplication: boolean): Map<string, string> {
  const common: [string, string][] = [
    ['access_logs.s3.enabled', 'false'],
    ['access_logs.s3.bucket', ''],
    ['access_logs.s3.prefix', ''],
    ['deletion_protection.enabled', 'false'],
    ['load_balancing.cross_zone.enabled', String(isApplication)],
  ];
  const application: [string, string][] = [
    ['idle_timeout.timeout_seconds', '60'],
    ['client_keep_alive.seconds', '3600'],
    ['routing.http2.enabled', 'true'],
    ['routing.http.drop_invalid_header_fields.enabled', 'false'],
    ['routing.http.xff_header_processing.mode', 'append'],
  ];
  return new Map([...common, ...(isApplication ? application : [])]);
}

/** The refusal for an attribute that cannot be set like this, if any. */
export function refusedAttribute(group: TargetGroup, key: string, value: string): string | undefined {
  if (!group.attributes.has(key)) return `Target group attribute key '${key}' is not recognized`;
  if (key !== 'deregistration_delay.timeout_seconds') return undefined;
  const seconds = Number(value);
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600
    ? undefined
    : `'${key}' must be between '0' and '3600' inclusive`;
}

export function describeAttributes(
  attributes: ReadonlyMap<string, string>,
): { Key: string; Value: string }[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
