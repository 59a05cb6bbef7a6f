import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import { noDeployment, refused } from '../refusals.ts';

/** @throws DeploymentIdRequiredException, InvalidDeploymentIdException, DeploymentDoesNotExistException */
export function findDeployment(world: World, id: string | undefined): CodeDeployDeployment {
  const checked = checkDeploymentId(id);
  const deployment = world.codedeploy.deployments.get(checked);
  if (deployment === undefined) throw noDeployment(checked);
  return deployment;
}

export function checkDeploymentId(id: string | undefined): string {
  if (id === undefined || id === '') {
    throw refused('DeploymentIdRequiredException', 'At least one deployment ID must be specified.');
  }
  if (!/^d-[A-Z0-9]{9}$/.test(id)) {
    throw refused(
      'InvalidDeploymentIdException',
      'At least one of the deployment IDs was specified in an invalid format.',
    );
  }
  return id;
}
