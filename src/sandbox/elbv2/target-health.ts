import type { TargetHealth } from './target.ts';

// States, reasons and descriptions of `TargetHealth` (Elastic Load Balancing API reference, API_TargetHealth).

export const healthy: TargetHealth = { state: 'healthy' };

export const registrationInProgress: TargetHealth = {
  state: 'initial',
  reason: 'Elb.RegistrationInProgress',
  description: 'Target registration is in progress',
};

export const initialHealthChecking: TargetHealth = {
  state: 'initial',
  reason: 'Elb.InitialHealthChecking',
  description: 'Initial health checks in progress',
};

export const draining: TargetHealth = {
  state: 'draining',
  reason: 'Target.DeregistrationInProgress',
  description: 'Target deregistration is in progress',
};

export const notRegistered: TargetHealth = {
  state: 'unused',
  reason: 'Target.NotRegistered',
  description: 'Target is not registered to the target group',
};

export const notInUse: TargetHealth = {
  state: 'unused',
  reason: 'Target.NotInUse',
  description: 'Target group is not configured to receive traffic from the load balancer',
};

export const healthCheckDisabled: TargetHealth = {
  state: 'unavailable',
  reason: 'Target.HealthCheckDisabled',
  description: 'Health checks are not enabled for this target',
};

export const timedOut: TargetHealth = {
  state: 'unhealthy',
  reason: 'Target.Timeout',
  description: 'Request timed out',
};

export const checksFailed: TargetHealth = {
  state: 'unhealthy',
  reason: 'Target.FailedHealthChecks',
  description: 'Health checks failed',
};

/** The reason is AWS's for its own failures; the text is the sandbox's. */
export const checkUnsupported: TargetHealth = {
  state: 'unhealthy',
  reason: 'Elb.InternalError',
  description: 'The ecsdeploy sandbox does not check real targets over HTTP/2',
};

export function codeMismatch(status: number): TargetHealth {
  return {
    state: 'unhealthy',
    reason: 'Target.ResponseCodeMismatch',
    description: `Health checks failed with these codes: [${status}]`,
  };
}
