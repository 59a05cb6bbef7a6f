import type { DeploymentCircuitBreaker, DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { invalidParameter, notSupportedYet } from '../refusals.ts';

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
  refuseWhatIsNotSimulated(asked);
  const { deploymentCircuitBreaker, ...rest } = asked;
  const merged: DeploymentConfiguration = {
    ...previous,
    ...rest,
    deploymentCircuitBreaker: mergeBreaker(deploymentCircuitBreaker, previous.deploymentCircuitBreaker),
  };
  checkRanges(merged);
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

function refuseWhatIsNotSimulated(asked: DeploymentConfiguration): void {
  const { strategy = 'ROLLING', lifecycleHooks = [], earlySuccessCriteria } = asked;
  if (strategy !== 'ROLLING') {
    const known = ['BLUE_GREEN', 'LINEAR', 'CANARY'];
    throw known.includes(strategy)
      ? notSupportedYet(`the deployment strategy ${strategy}`)
      : invalidParameter(`strategy should be one of [ROLLING,${known.join(',')}]`);
  }
  if (lifecycleHooks.length > 0) throw notSupportedYet('deployment lifecycle hooks');
  if (earlySuccessCriteria?.enable === true) throw notSupportedYet('earlySuccessCriteria');
  if (asked.linearConfiguration !== undefined) throw notSupportedYet('linearConfiguration');
  if (asked.canaryConfiguration !== undefined) throw notSupportedYet('canaryConfiguration');
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
  // The range is inferred from those of the other bake times; the text is the sandbox's own.
  if (bakeTimeInMinutes < 0 || bakeTimeInMinutes > 1440) {
    throw invalidParameter('bakeTimeInMinutes must be between 0 and 1440');
  }
}
