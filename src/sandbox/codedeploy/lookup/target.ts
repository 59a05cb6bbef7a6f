import { hasStarted, type CodeDeployDeployment } from '../records/deployment.ts';
import { refused } from '../refusals.ts';
import { targetIdOf } from './ecs-service.ts';

/** @throws DeploymentNotStartedException */
export function requireStarted(deployment: CodeDeployDeployment): void {
  if (hasStarted(deployment)) return;
  throw refused('DeploymentNotStartedException', 'The specified deployment has not started.');
}

/** @throws DeploymentTargetIdRequiredException, DeploymentTargetDoesNotExistException */
export function checkTargetId(deployment: CodeDeployDeployment, id: string | undefined): void {
  if (id === undefined || id === '') {
    throw refused('DeploymentTargetIdRequiredException', 'A deployment target ID was not provided.');
  }
  if (id !== targetIdOf(deployment.settings.service)) {
    throw refused(
      'DeploymentTargetDoesNotExistException',
      'The provided target ID does not belong to the attempted deployment.',
    );
  }
}
