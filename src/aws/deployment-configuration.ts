import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import type { HookDefinition } from '../model/hook-definition.ts';
import type { DeploymentSettings } from '../model/release-plan.ts';

/**
 * Settings in AWS's shape, or undefined where there are none to send. Whatever is absent is left out, so that AWS keeps it; the list
 * of hooks is only ever sent whole.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function toDeploymentConfiguration(
  settings: DeploymentSettings,
  lifecycleHooks?: readonly HookDefinition[],
): DeploymentConfiguration | undefined {
  const { circuitBreaker, alarms, canary, linear, earlySuccess } = settings;
  const configuration = defined<DeploymentConfiguration>({
    strategy: settings.strategy,
    minimumHealthyPercent: settings.minimumHealthyPercent,
    maximumPercent: settings.maximumPercent,
    bakeTimeInMinutes: settings.bakeTimeInMinutes,
    canaryConfiguration:
      canary && defined({ canaryPercent: canary.percent, canaryBakeTimeInMinutes: canary.bakeTimeInMinutes }),
    linearConfiguration:
      linear && defined({ stepPercent: linear.percent, stepBakeTimeInMinutes: linear.bakeTimeInMinutes }),
    earlySuccessCriteria: earlySuccess && {
      enable: earlySuccess.enable,
      ...defined({
        healthyPercent: earlySuccess.healthyPercent,
        sourceServiceRevisionCleanup: earlySuccess.cleanup,
      }),
    },
    deploymentCircuitBreaker: circuitBreaker && {
      enable: circuitBreaker.enable,
      rollback: circuitBreaker.rollback,
      ...defined({
        resetOnHealthyTask: circuitBreaker.resetOnHealthyTask,
        thresholdConfiguration: circuitBreaker.threshold,
      }),
    },
    alarms: alarms && { alarmNames: [...alarms.names], enable: alarms.enable, rollback: alarms.rollback },
    // The SDK's type has no place for members that it does not know; the request is sent in an open shape.
    lifecycleHooks: lifecycleHooks as DeploymentLifecycleHook[] | undefined,
  });
  return Object.keys(configuration).length === 0 ? undefined : configuration;
}

type Optional<Shape> = { [Member in keyof Shape]: Shape[Member] | undefined };

/** The members that have a value. */
function defined<Shape extends object>(members: Optional<Shape>): Partial<Shape> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Partial<Shape>;
}
