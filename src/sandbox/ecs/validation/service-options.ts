import type { CreateServiceCommandInput, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { invalidParameter } from '../refusals.ts';
import type { ServiceOptions } from '../records/service.ts';
import { mergeDeploymentConfiguration } from './deployment-configuration.ts';

type Asked = Pick<
  CreateServiceCommandInput & UpdateServiceCommandInput,
  | 'deploymentConfiguration'
  | 'placementConstraints'
  | 'placementStrategy'
  | 'healthCheckGracePeriodSeconds'
  | 'enableExecuteCommand'
  | 'enableECSManagedTags'
  | 'propagateTags'
  | 'availabilityZoneRebalancing'
>;

/** The options of a service after a request: what it leaves out stays, or gets AWS's default. */
export function mergeOptions(asked: Asked, previous?: ServiceOptions): ServiceOptions {
  const deploymentConfiguration = mergeDeploymentConfiguration(
    asked.deploymentConfiguration,
    previous?.deploymentConfiguration,
  );
  const options: ServiceOptions = {
    deploymentConfiguration,
    placementConstraints: asked.placementConstraints ?? previous?.placementConstraints ?? [],
    placementStrategy: asked.placementStrategy ?? previous?.placementStrategy ?? [],
    healthCheckGracePeriodSeconds:
      asked.healthCheckGracePeriodSeconds ?? previous?.healthCheckGracePeriodSeconds ?? 0,
    enableExecuteCommand: asked.enableExecuteCommand ?? previous?.enableExecuteCommand ?? false,
    enableECSManagedTags: asked.enableECSManagedTags ?? previous?.enableECSManagedTags ?? false,
    propagateTags: asked.propagateTags ?? previous?.propagateTags ?? 'NONE',
    availabilityZoneRebalancing:
      asked.availabilityZoneRebalancing ??
      previous?.availabilityZoneRebalancing ??
      // With no room above the desired count there is nothing to rebalance with.
      (allowsSurge(deploymentConfiguration.maximumPercent) ? 'ENABLED' : 'DISABLED'),
  };
  check(options);
  return options;
}

function allowsSurge(maximumPercent = 200): boolean {
  return maximumPercent > 100;
}

/** Texts: 2.3.3 and 2.5.4 of the specification. */
function check(options: ServiceOptions): void {
  if (options.healthCheckGracePeriodSeconds < 0) {
    throw invalidParameter('healthCheckGracePeriodSeconds must be at least 0');
  }
  if (!['TASK_DEFINITION', 'SERVICE', 'NONE'].includes(options.propagateTags)) {
    throw invalidParameter('propagateTags should be one of [TASK_DEFINITION,SERVICE,NONE]');
  }
  if (options.placementStrategy.length > 5) throw invalidParameter('Maximum number of strategies is 5');
  for (const { type, field } of options.placementStrategy) {
    if (type === 'binpack' && !['cpu', 'memory'].includes(field?.toLowerCase() ?? '')) {
      throw invalidParameter(`binpack field '${field}' is invalid`);
    }
  }
  const rebalances = options.availabilityZoneRebalancing === 'ENABLED';
  if (rebalances && !allowsSurge(options.deploymentConfiguration.maximumPercent)) {
    throw invalidParameter(
      'Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration.',
    );
  }
}
