import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import type { TrafficRouting } from '../records/deployment-config.ts';
import { refused } from '../refusals.ts';

/** What `trafficRoutingConfig` says. AWS documents the bounds; the texts are the sandbox's own. @throws InvalidTrafficRoutingConfigurationException */
export function readTrafficRouting(config: TrafficRoutingConfig | undefined): TrafficRouting {
  const { type, timeBasedCanary: canary, timeBasedLinear: linear } = config ?? {};
  switch (type) {
    case 'AllAtOnce':
      if (canary !== undefined || linear !== undefined) {
        throw invalid('A configuration of type AllAtOnce has neither timeBasedCanary nor timeBasedLinear.');
      }
      return { type };
    case 'TimeBasedCanary':
      if (canary === undefined || linear !== undefined) {
        throw invalid('A configuration of type TimeBasedCanary has timeBasedCanary, and no timeBasedLinear.');
      }
      return { type, ...within('canary', canary.canaryPercentage, canary.canaryInterval) };
    case 'TimeBasedLinear':
      if (linear === undefined || canary !== undefined) {
        throw invalid('A configuration of type TimeBasedLinear has timeBasedLinear, and no timeBasedCanary.');
      }
      return { type, ...within('linear', linear.linearPercentage, linear.linearInterval) };
    case undefined:
      throw invalid('trafficRoutingConfig with a type is required for the compute platform ECS.');
    default:
      throw invalid(
        `Traffic routing type '${String(type)}' is not valid. Valid values are [TimeBasedCanary, TimeBasedLinear, AllAtOnce]`,
      );
  }
}

function within(
  kind: 'canary' | 'linear',
  percent: number | undefined,
  interval: number | undefined,
): { percent: number; interval: number } {
  if (percent === undefined || percent < 1 || percent > 99) {
    throw invalid(`${kind}Percentage must be from 1 to 99.`);
  }
  if (interval === undefined || interval < 1 || interval > 2880) {
    throw invalid(`${kind}Interval must be from 1 to 2880 minutes.`);
  }
  return { percent, interval };
}

function invalid(message: string): Error {
  return refused('InvalidTrafficRoutingConfigurationException', message);
}
