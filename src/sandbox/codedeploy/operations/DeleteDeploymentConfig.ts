import type { DeleteDeploymentConfigCommandInput } from '@aws-sdk/client-codedeploy';
import type { NoOutput, Operation } from '../../operation.ts';
import type { World } from '../../world.ts';
import { hasEnded } from '../records/deployment.ts';
import { refused } from '../refusals.ts';
import { checkConfigName } from '../validation/names.ts';

/** One that is not there is no error (API_DeleteDeploymentConfig lists none). */
export const DeleteDeploymentConfig: Operation<DeleteDeploymentConfigCommandInput, NoOutput> = (
  world,
  input,
) => {
  const name = checkConfigName(input.deploymentConfigName);
  const config = world.codedeploy.configs.get(name);
  if (config?.isPredefined === true) {
    throw refused('InvalidOperationException', 'An invalid operation was detected.');
  }
  if (isUsed(world, name)) {
    throw refused('DeploymentConfigInUseException', 'The deployment configuration is still in use.');
  }
  world.codedeploy.configs.delete(name);
  return {};
};

function isUsed(world: World, name: string): boolean {
  const { applications, deployments } = world.codedeploy;
  const groups = [...applications.values()].flatMap((application) => [...application.groups.values()]);
  return (
    groups.some(({ settings }) => settings.deploymentConfigName === name) ||
    [...deployments.values()].some((deployment) => deployment.config.name === name && !hasEnded(deployment))
  );
}
