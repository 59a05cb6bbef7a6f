import type { ServiceRecord } from '../records/service.ts';
import { isFinished } from '../records/service-deployment.ts';
import { invalidParameter, notSupportedYet } from '../refusals.ts';

const controllers = ['ECS', 'CODE_DEPLOY', 'EXTERNAL'] as const;

/**
 * Refuses another deployment controller for a service: what AWS refuses (2.5.1 of the specification; it documents the rules, the texts are the
 * sandbox's own), and otherwise the controllers that the sandbox cannot run. Its services all have the controller ECS.
 */
export function checkControllerUpdate(service: ServiceRecord, type: string | undefined): void {
  if (type === undefined || type === 'ECS') return;
  if (!controllers.some((known) => known === type)) {
    throw invalidParameter(`deployment controller type should be one of [${controllers.join(',')}]`);
  }
  if (type === 'CODE_DEPLOY') {
    throw invalidParameter('Updating the deployment controller from ECS to CODE_DEPLOY is not supported.');
  }
  const [current] = service.serviceDeployments;
  if (current !== undefined && !isFinished(current)) {
    throw invalidParameter(
      'The deployment controller of a service cannot be updated while a deployment is in progress.',
    );
  }
  const obstacle = obstacleToExternal(service);
  if (obstacle !== undefined) {
    throw invalidParameter(
      `Updating the deployment controller from ECS to EXTERNAL is not supported for services that use ${obstacle}.`,
    );
  }
  throw notSupportedYet('updating the deployment controller from ECS to EXTERNAL');
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
