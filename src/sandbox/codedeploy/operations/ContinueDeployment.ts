import type { ContinueDeploymentCommandInput } from '@aws-sdk/client-codedeploy';
import type { NoOutput, Operation } from '../../operation.ts';
import { endWait } from '../end-wait.ts';
import { findDeployment } from '../lookup/deployment.ts';
import { refused } from '../refusals.ts';

export const ContinueDeployment: Operation<ContinueDeploymentCommandInput, NoOutput> = (world, input) => {
  const deployment = findDeployment(world, input.deploymentId);
  const waitType: string = input.deploymentWaitType ?? 'READY_WAIT';
  if (waitType !== 'READY_WAIT' && waitType !== 'TERMINATION_WAIT') {
    throw refused('InvalidDeploymentWaitTypeException', 'The wait type is invalid.');
  }
  endWait(world, deployment, waitType);
  return {};
};
