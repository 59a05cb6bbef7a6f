import type {
  ContinueServiceDeploymentCommandInput,
  ContinueServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { endHook } from '../engine/hooks/stage-hooks.ts';
import { findServiceDeployment } from '../lookup/service-deployment.ts';
import { isFinished } from '../records/service-deployment.ts';
import { invalidParameter } from '../refusals.ts';

/** The texts are those of the user guide's troubleshooting list (2.4.3 of the specification). */
export const ContinueServiceDeployment: Operation<
  ContinueServiceDeploymentCommandInput,
  ContinueServiceDeploymentResponse
> = (world, input) => {
  const { serviceDeploymentArn: arn = '', hookId = '' } = input;
  const action: string = input.action ?? 'CONTINUE';
  if (action !== 'CONTINUE' && action !== 'ROLLBACK') {
    throw invalidParameter('Invalid action. Valid values are: CONTINUE, ROLLBACK');
  }
  if (!/^ecs-[a-z]+-[A-Za-z0-9]+$/.test(hookId)) {
    throw invalidParameter('Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}');
  }
  const found = findServiceDeployment(world, arn);
  if (found === undefined || found.service.status === 'INACTIVE') {
    throw new ServiceError('ServiceDeploymentNotFoundException', 'The service deployment does not exist.');
  }
  const { serviceDeployment } = found;
  if (isFinished(serviceDeployment)) {
    throw invalidParameter(
      'Continuing a service deployment is not allowed for service deployment in terminal states.',
    );
  }
  const { status, hooks } = serviceDeployment;
  const run = hooks?.runs.find((candidate) => candidate.hookId === hookId);
  const waits = status === 'IN_PROGRESS' && hooks?.state === 'running' && run?.status === 'AWAITING_ACTION';
  if (!waits) {
    throw invalidParameter(
      'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
    );
  }
  if (action === 'CONTINUE') endHook(world, serviceDeployment, run, 'SUCCEEDED');
  // The text was not captured; it is made like that of a pause that timed out.
  else endHook(world, serviceDeployment, run, 'FAILED', `${hooks.stage} pause hook was rejected.`);
  return { serviceDeploymentArn: arn };
};
