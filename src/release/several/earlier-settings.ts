import type { ServiceSettings } from '../../aws/service-state.ts';
import type { DeploymentSettings } from '../../model/release-plan.ts';

/** The settings that a release changed, as they were before it: only those are sent back. Pure. */
export function earlierSettings(before: ServiceSettings, sent: DeploymentSettings): DeploymentSettings {
  const { circuitBreaker: breaker, alarms } = before;
  return {
    ...(sent.minimumHealthyPercent === undefined
      ? {}
      : { minimumHealthyPercent: before.minimumHealthyPercent }),
    ...(sent.maximumPercent === undefined ? {} : { maximumPercent: before.maximumPercent }),
    ...(sent.circuitBreaker === undefined
      ? {}
      : {
          circuitBreaker: {
            enable: breaker.enable,
            rollback: breaker.rollback,
            resetOnHealthyTask: breaker.resetOnHealthyTask,
            threshold: breaker.threshold as NonNullable<DeploymentSettings['circuitBreaker']>['threshold'],
          },
        }),
    ...(sent.alarms === undefined ? {} : { alarms: alarms ?? { names: [], enable: false, rollback: false } }),
    ...(sent.bakeTimeInMinutes === undefined ? {} : { bakeTimeInMinutes: before.bakeTimeInMinutes ?? 0 }),
    ...(sent.healthCheckGracePeriodSeconds === undefined
      ? {}
      : { healthCheckGracePeriodSeconds: before.healthCheckGracePeriodSeconds ?? 0 }),
  };
}
