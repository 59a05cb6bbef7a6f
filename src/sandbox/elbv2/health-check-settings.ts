import type {
  CreateTargetGroupCommandInput,
  ModifyTargetGroupCommandInput,
  ProtocolEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireRange, validationError } from './refusals.ts';
import type { HealthCheckSettings } from './target-group.ts';

type Given = Partial<CreateTargetGroupCommandInput & ModifyTargetGroupCommandInput>;

/** Defaults: "Health checks for your target groups" in the guides for Application and Network Load Balancers. */
export function defaultHealthCheck(
  protocol: ProtocolEnum | undefined,
  isLambda: boolean,
): HealthCheckSettings {
  const isHttp = isHttpProtocol(protocol ?? 'HTTP');
  return {
    enabled: !isLambda,
    protocol: isHttp ? 'HTTP' : 'TCP',
    port: 'traffic-port',
    intervalSeconds: isLambda ? 35 : 30,
    timeoutSeconds: isLambda ? 30 : isHttp ? 5 : 10,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
  };
}

/** Takes over what is given; path and matcher exist for HTTP only. */
export function applyHealthCheck(settings: HealthCheckSettings, given: Given): void {
  requireRange('healthCheckIntervalSeconds', given.HealthCheckIntervalSeconds, 5, 300);
  requireRange('healthCheckTimeoutSeconds', given.HealthCheckTimeoutSeconds, 2, 120);
  requireRange('healthyThresholdCount', given.HealthyThresholdCount, 2, 10);
  requireRange('unhealthyThresholdCount', given.UnhealthyThresholdCount, 2, 10);
  settings.enabled = given.HealthCheckEnabled ?? settings.enabled;
  settings.protocol = given.HealthCheckProtocol ?? settings.protocol;
  settings.port = given.HealthCheckPort ?? settings.port;
  settings.intervalSeconds = given.HealthCheckIntervalSeconds ?? settings.intervalSeconds;
  settings.timeoutSeconds = given.HealthCheckTimeoutSeconds ?? settings.timeoutSeconds;
  settings.healthyThreshold = given.HealthyThresholdCount ?? settings.healthyThreshold;
  settings.unhealthyThreshold = given.UnhealthyThresholdCount ?? settings.unhealthyThreshold;
  if (isHttpProtocol(settings.protocol)) {
    settings.path = given.HealthCheckPath ?? settings.path ?? '/';
    settings.grpcMatcher = given.Matcher?.GrpcCode ?? settings.grpcMatcher;
    settings.matcher = given.Matcher?.HttpCode ?? settings.matcher ?? '200';
  }
  if (settings.timeoutSeconds >= settings.intervalSeconds && settings.enabled) {
    throw validationError('Health check interval must be greater than the timeout.');
  }
}

export function isHttpProtocol(protocol: ProtocolEnum): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS';
}
