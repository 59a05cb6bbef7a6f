import type { ServiceSettings } from '../../aws/service-state.ts';
import { approvalsOf, lambdaHooksOf } from '../../model/lifecycle-hooks.ts';
import type { Strategy } from '../../model/lifecycle.ts';
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
    ...(sent.strategy === undefined ? {} : { strategy: before.strategy as Strategy }),
    // Those of another strategy go with it: AWS knows no way to take them away.
    ...(sent.canary === undefined || before.canary === undefined ? {} : { canary: before.canary }),
    ...(sent.linear === undefined || before.linear === undefined ? {} : { linear: before.linear }),
    ...(sent.hooks === undefined ? {} : { hooks: lambdaHooksOf(before.hooks, sent.hooks) }),
    ...(sent.approvals === undefined ? {} : { approvals: approvalsOf(before.hooks) }),
    ...(sent.earlySuccess === undefined
      ? {}
      : {
          earlySuccess: {
            enable: before.earlySuccess.enable,
            healthyPercent: before.earlySuccess.healthyPercent,
            cleanup: before.earlySuccess.cleanup as NonNullable<
              DeploymentSettings['earlySuccess']
            >['cleanup'],
          },
        }),
    ...(sent.alarms === undefined ? {} : { alarms: alarms ?? { names: [], enable: false, rollback: false } }),
    ...(sent.bakeTimeInMinutes === undefined ? {} : { bakeTimeInMinutes: before.bakeTimeInMinutes ?? 0 }),
    ...(sent.healthCheckGracePeriodSeconds === undefined
      ? {}
      : { healthCheckGracePeriodSeconds: before.healthCheckGracePeriodSeconds ?? 0 }),
  };
}
