import type { DeploymentCircuitBreaker, DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { invalidParameter } from '../refusals.ts';
import { checkLifecycleHooks } from './lifecycle-hooks.ts';

const defaultBreaker: DeploymentCircuitBreaker = {
  enable: false,
  rollback: false,
  resetOnHealthyTask: true,
  thresholdConfiguration: { type: 'BOUNDED_PERCENT', value: 50 },
};

/** What AWS stores when nothing was asked for; no bake time, as AWS then computes one. */
const defaultConfiguration: DeploymentConfiguration = {
  deploymentCircuitBreaker: defaultBreaker,
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  strategy: 'ROLLING',
};

/** The full configuration after a request: what it leaves out keeps its previous value (2.2.1), or AWS's default. */
export function mergeDeploymentConfiguration(
  asked: DeploymentConfiguration | undefined,
  previous: DeploymentConfiguration = defaultConfiguration,
): DeploymentConfiguration {
  if (asked === undefined) return previous;
  checkStrategy(asked.strategy);
  const { deploymentCircuitBreaker, ...rest } = asked;
  const merged = withShiftDefaults({
    ...previous,
    ...rest,
    deploymentCircuitBreaker: mergeBreaker(deploymentCircuitBreaker, previous.deploymentCircuitBreaker),
  });
  checkRanges(merged);
  checkShift(merged);
  checkEarlySuccess(merged);
  checkLifecycleHooks(merged.lifecycleHooks ?? [], merged.strategy ?? 'ROLLING');
  return merged;
}

function mergeBreaker(
  asked: DeploymentCircuitBreaker | undefined,
  previous: DeploymentCircuitBreaker = defaultBreaker,
): DeploymentCircuitBreaker {
  const merged = { ...previous, ...asked };
  // A breaker that is off is stored without rollback, whatever was sent.
  return { ...merged, rollback: merged.enable === true && merged.rollback === true };
}

/** The ways of shifting traffic with AWS's defaults filled in. */
function withShiftDefaults(configuration: DeploymentConfiguration): DeploymentConfiguration {
  const { strategy, linearConfiguration, canaryConfiguration } = configuration;
  switch (strategy) {
    case 'LINEAR':
      return {
        ...configuration,
        linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 6, ...linearConfiguration },
      };
    case 'CANARY':
      return {
        ...configuration,
        canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 10, ...canaryConfiguration },
      };
    default:
      return configuration;
  }
}

/** Of what is asked for, for whatever strategy; the ranges are AWS's (2.3.1), the texts the sandbox's own. */
function checkShift({
  linearConfiguration: linear,
  canaryConfiguration: canary,
}: DeploymentConfiguration): void {
  checkTenths('stepPercent', linear?.stepPercent, 3);
  checkTenths('canaryPercent', canary?.canaryPercent, 0.1);
  checkMinutes('stepBakeTimeInMinutes', linear?.stepBakeTimeInMinutes);
  checkMinutes('canaryBakeTimeInMinutes', canary?.canaryBakeTimeInMinutes);
}

function checkTenths(member: string, value: number | undefined, least: number): void {
  if (value === undefined) return;
  if (value < least || value > 100) throw invalidParameter(`${member} must be between ${least} and 100`);
  // Single-precision on the wire: 33.3 is not exactly that.
  if (Math.abs(value * 10 - Math.round(value * 10)) > 1e-4) {
    throw invalidParameter(`${member} must be a multiple of 0.1`);
  }
}

function checkMinutes(member: string, value: number | undefined): void {
  if (value !== undefined && (value < 0 || value > 1440)) {
    throw invalidParameter(`${member} must be between 0 and 1440`);
  }
}

/** Rolling only, and complete where it is on (2.7.1). The texts are the sandbox's own. */
function checkEarlySuccess(configuration: DeploymentConfiguration): void {
  const { earlySuccessCriteria: criteria, strategy, minimumHealthyPercent = 100 } = configuration;
  if (criteria?.enable !== true) return;
  if (strategy !== 'ROLLING') {
    throw invalidParameter('earlySuccessCriteria can only be used with the ROLLING deployment strategy');
  }
  const { healthyPercent, sourceServiceRevisionCleanup: cleanup } = criteria;
  if (healthyPercent === undefined || cleanup === undefined) {
    throw invalidParameter(
      'healthyPercent and sourceServiceRevisionCleanup must be specified when earlySuccessCriteria is enabled',
    );
  }
  if (!['BLOCKING', 'DEFERRED'].includes(cleanup)) {
    throw invalidParameter('sourceServiceRevisionCleanup should be one of [BLOCKING,DEFERRED]');
  }
  if (!Number.isInteger(healthyPercent) || healthyPercent < 0 || healthyPercent > 100) {
    throw invalidParameter('healthyPercent must be between 0 and 100');
  }
  if (healthyPercent < minimumHealthyPercent) {
    throw invalidParameter('healthyPercent must be greater than or equal to minimumHealthyPercent');
  }
}

function checkStrategy(strategy = 'ROLLING'): void {
  const known = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'];
  if (!known.includes(strategy)) throw invalidParameter(`strategy should be one of [${known.join(',')}]`);
}

/** Texts: 2.3.3 of the specification. */
function checkRanges(configuration: DeploymentConfiguration): void {
  const { maximumPercent = 200, minimumHealthyPercent = 100, bakeTimeInMinutes = 0 } = configuration;
  if (maximumPercent < 100) throw invalidParameter('maximumPercent must be at least 100');
  if (maximumPercent > 200) throw invalidParameter('maximumPercent must be at most 200');
  if (minimumHealthyPercent < 0) throw invalidParameter('minimumHealthyPercent must be at least 0');
  if (minimumHealthyPercent > 100) throw invalidParameter('minimumHealthyPercent must be at most 100');
  if (maximumPercent === 100 && minimumHealthyPercent === 100) {
    throw invalidParameter(
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments',
    );
  }
  // That it must be given is AWS's; the text is the sandbox's own.
  if (configuration.strategy === 'BLUE_GREEN' && configuration.bakeTimeInMinutes === undefined) {
    throw invalidParameter('bakeTimeInMinutes is required when using the BLUE_GREEN deployment strategy');
  }
  // The range is inferred from those of the other bake times; the text is the sandbox's own.
  if (bakeTimeInMinutes < 0 || bakeTimeInMinutes > 1440) {
    throw invalidParameter('bakeTimeInMinutes must be between 0 and 1440');
  }
}
