import type { ECSService } from '@aws-sdk/client-codedeploy';
import type { World } from '../../world.ts';
import { ecsServiceOf, targetIdOf } from '../lookup/ecs-service.ts';
import type { DeploymentGroupRecord } from '../records/deployment-group.ts';
import { refused } from '../refusals.ts';

/**
 * The one service of a group, which no other group has.
 * @param self the group itself, where it is updated
 * @throws InvalidECSServiceException, ECSServiceMappingLimitExceededException
 */
export function readMappedService(
  world: World,
  services: readonly ECSService[] | undefined,
  self: DeploymentGroupRecord | undefined,
): ECSService {
  const [service, ...others] = services ?? [];
  // These two texts are the sandbox's own.
  if (service === undefined || others.length > 0) {
    throw invalidService('For ECS deployment groups, ecsServices must have exactly one service.');
  }
  const found = ecsServiceOf(world, service);
  if (found === undefined) {
    throw invalidService(
      `The ECS service cannot be found: cluster ${service.clusterName ?? ''}, service ${service.serviceName ?? ''}.`,
    );
  }
  if (found.controller !== 'CODE_DEPLOY') {
    throw invalidService(
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    );
  }
  const groups = [...world.codedeploy.applications.values()].flatMap(({ groups }) => [...groups.values()]);
  const id = targetIdOf(service);
  if (groups.some((group) => group !== self && targetIdOf(group.settings.service) === id)) {
    throw refused(
      'ECSServiceMappingLimitExceededException',
      'The Amazon ECS service is associated with more than one deployment groups. An Amazon ECS service can be associated with only one deployment group.',
    );
  }
  return { serviceName: service.serviceName, clusterName: service.clusterName };
}

function invalidService(message: string): Error {
  return refused('InvalidECSServiceException', message);
}
