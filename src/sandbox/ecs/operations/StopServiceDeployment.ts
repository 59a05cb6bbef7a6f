import type { StopServiceDeploymentCommandInput, StopServiceDeploymentResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { delays } from '../engine/delays.ts';
import { failDeployment } from '../engine/fail-deployment.ts';
import { findServiceDeployment } from '../lookup/service-deployment.ts';
import { isFinished } from '../records/service-deployment.ts';
import { notSupportedYet } from '../refusals.ts';

export const StopServiceDeployment: Operation<
  StopServiceDeploymentCommandInput,
  StopServiceDeploymentResponse
> = (world, input) => {
  const arn = input.serviceDeploymentArn ?? '';
  if (input.stopType === 'ABORT') throw notSupportedYet('the stop type ABORT, which AWS does not document,');
  const found = findServiceDeployment(world, arn);
  if (found === undefined) {
    throw new ServiceError('ServiceDeploymentNotFoundException', 'The service deployment does not exist.');
  }
  const { service, serviceDeployment } = found;
  if (isFinished(serviceDeployment)) {
    // Neither the error nor its text was captured from AWS (section 9, question 3).
    throw new ServiceError(
      'ConflictException',
      `The service deployment ${arn} is in the terminal state ${serviceDeployment.status} and cannot be stopped.`,
      400,
      { resourceIds: [arn] },
    );
  }
  if (serviceDeployment.status === 'PENDING' || serviceDeployment.status === 'IN_PROGRESS') {
    serviceDeployment.status = 'ROLLBACK_REQUESTED';
    serviceDeployment.updatedAt = world.timeline.now();
    world.timeline.after(delays.stopRequest, 'rollback on request', () => {
      const isStillAsked = serviceDeployment.status === 'ROLLBACK_REQUESTED';
      if (isStillAsked && service.serviceDeployments[0] === serviceDeployment) {
        failDeployment(world, service, { kind: 'user' });
      }
    });
  }
  return { serviceDeploymentArn: arn };
};
