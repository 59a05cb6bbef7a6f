import { isSteady } from '../engine/task-sets/stability.ts';
import type { ServiceRecord } from '../records/service.ts';
import { isFinished } from '../records/service-deployment.ts';
import { invalidParameter, notSupportedYet } from '../refusals.ts';

export const controllers = ['ECS', 'CODE_DEPLOY', 'EXTERNAL'] as const;

/**
 * Refuses another deployment controller for a service: what AWS refuses (2.5.1 of the specification; it documents the rules, the texts are the
 * sandbox's own), and otherwise the controllers that the sandbox cannot run.
 */
export function checkControllerUpdate(service: ServiceRecord, type: string | undefined): void {
  if (type === undefined || type === service.controller) return;
  if (!controllers.some((known) => known === type)) {
    throw invalidParameter(`deployment controller type should be one of [${controllers.join(',')}]`);
  }
  if (type === 'CODE_DEPLOY') {
    throw invalidParameter('Updating the deployment controller from ECS to CODE_DEPLOY is not supported.');
  }
  if (isDeploying(service)) {
    throw invalidParameter(
      'The deployment controller of a service cannot be updated while a deployment is in progress.',
    );
  }
  if (type === 'ECS') return;
  if (service.controller === 'CODE_DEPLOY') {
    throw notSupportedYet('updating the deployment controller from CODE_DEPLOY to EXTERNAL');
  }
  const obstacle = obstacleToExternal(service);
  if (obstacle !== undefined) {
    throw invalidParameter(
      `Updating the deployment controller from ECS to EXTERNAL is not supported for services that use ${obstacle}.`,
    );
  }
  throw notSupportedYet('updating the deployment controller from ECS to EXTERNAL');
}

function isDeploying({ serviceDeployments: [current], taskSets }: ServiceRecord): boolean {
  if (current !== undefined && !isFinished(current)) return true;
  return taskSets.length > 1 || taskSets.some((taskSet) => !isSteady(taskSet));
}

/** What a service with the controller EXTERNAL cannot have. */
function obstacleToExternal({ workload, options }: ServiceRecord): string | undefined {
  const { alarms, deploymentCircuitBreaker, strategy = 'ROLLING' } = options.deploymentConfiguration;
  if (workload.serviceConnectConfiguration?.enabled === true) return 'Service Connect';
  if ((workload.vpcLatticeConfigurations ?? []).length > 0) return 'VPC Lattice';
  if (alarms?.enable === true) return 'deployment alarms';
  if (deploymentCircuitBreaker?.enable === true) return 'the deployment circuit breaker';
  if (strategy !== 'ROLLING') return `the deployment strategy ${strategy}`;
  return undefined;
}
