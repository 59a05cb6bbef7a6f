import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';

/** AWS always shows a bake time; the record only has one that was asked for, as 0 differs from none. */
export function viewDeploymentConfiguration(configuration: DeploymentConfiguration): DeploymentConfiguration {
  return { ...configuration, bakeTimeInMinutes: configuration.bakeTimeInMinutes ?? 0 };
}
