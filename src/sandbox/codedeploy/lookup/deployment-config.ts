import type { World } from '../../world.ts';
import { isOfAnotherPlatform } from '../predefined-configs.ts';
import type { DeploymentConfigRecord } from '../records/deployment-config.ts';
import { noConfig, refused } from '../refusals.ts';

/** A configuration for ECS. @throws DeploymentConfigDoesNotExistException, InvalidDeploymentConfigNameException */
export function findConfig(world: World, name: string): DeploymentConfigRecord {
  const config = world.codedeploy.configs.get(name);
  if (config !== undefined) return config;
  if (!isOfAnotherPlatform(name)) throw noConfig(name);
  throw refused(
    'InvalidDeploymentConfigNameException',
    `Compute platform of deployment config ${name} does not match expected compute platform, correct compute platform should be ECS.`,
  );
}
