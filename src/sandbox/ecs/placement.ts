import type { CapacityProviderStrategyItem, LaunchType } from '@aws-sdk/client-ecs';

const fargateProviders = ['FARGATE', 'FARGATE_SPOT'];

export interface Placement {
  readonly launchType: LaunchType | undefined;
  readonly capacityProviderStrategy: readonly CapacityProviderStrategyItem[];
}

export function runsOnFargate({ launchType, capacityProviderStrategy }: Placement): boolean {
  if (capacityProviderStrategy.length > 0) {
    return capacityProviderStrategy.some((item) => fargateProviders.includes(item.capacityProvider ?? ''));
  }
  return launchType === 'FARGATE';
}

/**
 * The provider for the nth task: bases first, then by weight.
 * The sandbox spreads by counting, so that the same history gives the same placement.
 */
export function providerForTask(
  strategy: readonly CapacityProviderStrategyItem[],
  nth: number,
): string | undefined {
  let place = nth;
  for (const { capacityProvider, base = 0 } of strategy) {
    if (place < base) return capacityProvider;
    place -= base;
  }
  const weights = strategy.reduce((sum, item) => sum + (item.weight ?? 0), 0);
  place %= Math.max(1, weights);
  for (const { capacityProvider, weight = 0 } of strategy) {
    if (place < weight) return capacityProvider;
    place -= weight;
  }
  return strategy[0]?.capacityProvider;
}
