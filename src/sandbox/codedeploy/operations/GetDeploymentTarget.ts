import type {
  GetDeploymentTargetCommandInput,
  GetDeploymentTargetCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findDeployment } from '../lookup/deployment.ts';
import { checkTargetId, requireStarted } from '../lookup/target.ts';
import { targetView } from '../views/target-view.ts';

export const GetDeploymentTarget: Operation<
  GetDeploymentTargetCommandInput,
  Output<GetDeploymentTargetCommandOutput>
> = (world, input) => {
  const deployment = findDeployment(world, input.deploymentId);
  requireStarted(deployment);
  checkTargetId(deployment, input.targetId);
  return { deploymentTarget: targetView(world, deployment) };
};
