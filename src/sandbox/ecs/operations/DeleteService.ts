import type { DeleteServiceCommandInput, DeleteServiceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { endServiceDeployment } from '../engine/end-service-deployment.ts';
import { forgetRollout } from '../engine/rollout-memory.ts';
import { findCluster } from '../lookup/cluster.ts';
import { findService } from '../lookup/service.ts';
import { isFinished } from '../records/service-deployment.ts';
import { invalidParameter } from '../refusals.ts';
import { viewService } from '../views/service-view.ts';
import { ServiceError } from '../../service-error.ts';

export const DeleteService: Operation<DeleteServiceCommandInput, DeleteServiceResponse> = (world, input) => {
  const service = findService(world, findCluster(world, input.cluster), input.service ?? '');
  if (service.status === 'INACTIVE')
    throw new ServiceError('ServiceNotActiveException', 'Service was not ACTIVE.');
  if (service.status === 'ACTIVE') {
    if (service.desiredCount > 0 && input.force !== true) {
      throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
    }
    service.status = 'DRAINING';
    service.desiredCount = 0;
    forgetRollout(service);
    const [current] = service.serviceDeployments;
    if (current !== undefined && !isFinished(current)) {
      endServiceDeployment(
        world,
        service,
        current,
        'STOPPED',
        'Service deployment stopped because the service was deleted.',
      );
    }
    service.wake();
  }
  return { service: viewService(service, ['TAGS']) };
};
