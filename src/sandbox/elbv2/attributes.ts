import { validationError } from './refusals.ts';

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

/** Seconds that an attribute may be set to, both included. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  'deregistration_delay.timeout_seconds': [0, 3600],
  'idle_timeout.timeout_seconds': [1, 4000],
};

/** The refusal for an attribute that cannot be set like this, if any. */
function refusedAttribute(
  of: 'Target group' | 'Load balancer',
  attributes: ReadonlyMap<string, string>,
  key: string,
  value: string,
): string | undefined {
  if (!attributes.has(key)) return `${of} attribute key '${key}' is not recognized`;
  const range = ranges[key];
  if (range === undefined) return undefined;
  const seconds = Number(value);
  const [low, high] = range;
  return Number.isInteger(seconds) && seconds >= low && seconds <= high
    ? undefined
    : `'${key}' must be between '${low}' and '${high}' inclusive`;
}

/** Sets attributes, all of them or, with AWS's refusal, none. */
export function setAttributes(
  of: 'Target group' | 'Load balancer',
  attributes: Map<string, string>,
  given: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): void {
  const wanted = (given ?? []).map(({ Key = '', Value = '' }): [string, string] => [Key, Value]);
  for (const [key, value] of wanted) {
    const refused = refusedAttribute(of, attributes, key, value);
    if (refused !== undefined) throw validationError(refused);
  }
  for (const [key, value] of wanted) attributes.set(key, value);
}

export function describeAttributes(
  attributes: ReadonlyMap<string, string>,
): { Key: string; Value: string }[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
