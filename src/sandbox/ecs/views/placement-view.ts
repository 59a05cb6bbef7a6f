import type { CapacityProviderStrategyItem, LaunchType } from '@aws-sdk/client-ecs';
import { runsOnFargate } from '../placement.ts';
import type { Workload } from '../records/service-revision.ts';

/** The members of a deployment or revision that say where its tasks run, with `LATEST` resolved. */
export function placementOf(workload: Workload): {
  launchType?: LaunchType;
  capacityProviderStrategy?: CapacityProviderStrategyItem[];
  platformVersion?: string;
  platformFamily?: string;
} {
  return {
    ...strategyOf(workload),
    ...(runsOnFargate(workload) && {
      platformVersion: resolvedPlatformVersion(workload),
      platformFamily: platformFamily(workload),
    }),
  };
}

/** A launch type or a strategy, never both. */
export function strategyOf(workload: Workload): {
  launchType?: LaunchType;
  capacityProviderStrategy?: CapacityProviderStrategyItem[];
} {
  if (workload.capacityProviderStrategy.length > 0) {
    return { capacityProviderStrategy: [...workload.capacityProviderStrategy] };
  }
  return workload.launchType === undefined ? {} : { launchType: workload.launchType };
}

/** LATEST is 1.4.0 for Linux since 2021. */
export function resolvedPlatformVersion(workload: Workload): string {
  const asked = workload.platformVersion;
  return asked === undefined || asked === 'LATEST' ? '1.4.0' : asked;
}

export function platformFamily(workload: Workload): string {
  const family = workload.taskDefinition.definition.runtimePlatform?.operatingSystemFamily;
  return family === undefined || family === 'LINUX' ? 'Linux' : family;
}
