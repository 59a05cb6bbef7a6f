import type { StopDeploymentCommandInput, StopDeploymentCommandOutput } from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { stopDeployment } from '../engine/stop-deployment.ts';
import { findDeployment } from '../lookup/deployment.ts';
import { hasEnded } from '../records/deployment.ts';
import { alreadyCompleted } from '../refusals.ts';

/** What is not said about going back, `DEPLOYMENT_STOP_ON_REQUEST` of the group says. */
export const StopDeployment: Operation<StopDeploymentCommandInput, Output<StopDeploymentCommandOutput>> = (
  world,
  input,
) => {
  const deployment = findDeployment(world, input.deploymentId);
  if (hasEnded(deployment)) throw alreadyCompleted();
  const { enabled = false, events = [] } = deployment.autoRollback ?? {};
  const rollsBack = input.autoRollbackEnabled ?? (enabled && events.includes('DEPLOYMENT_STOP_ON_REQUEST'));
  stopDeployment(world, deployment, rollsBack);
  return {
    status: 'Succeeded',
    statusMessage: 'No more commands will be scheduled for execution in the deployment instances',
  };
};
