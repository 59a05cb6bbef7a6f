import type {
  BatchGetDeploymentTargetsCommandInput,
  BatchGetDeploymentTargetsCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findDeployment } from '../lookup/deployment.ts';
import { checkTargetId, requireStarted } from '../lookup/target.ts';
import { refused } from '../refusals.ts';
import { targetView } from '../views/target-view.ts';

export const BatchGetDeploymentTargets: Operation<
  BatchGetDeploymentTargetsCommandInput,
  Output<BatchGetDeploymentTargetsCommandOutput>
> = (world, input) => {
  const deployment = findDeployment(world, input.deploymentId);
  requireStarted(deployment);
  const ids = input.targetIds ?? [];
  if (ids.length > 25) {
    throw refused(
      'DeploymentTargetListSizeExceededException',
      'The maximum number of targets that can be associated with an Amazon ECS or AWS Lambda deployment was exceeded. The target list of both types of deployments must have exactly one item. This exception does not apply to EC2/On-premises deployments.',
    );
  }
  for (const id of ids) checkTargetId(deployment, id);
  return { deploymentTargets: ids.map(() => targetView(world, deployment)) };
};
