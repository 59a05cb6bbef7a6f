import type { GetDeploymentCommandInput, GetDeploymentCommandOutput } from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findDeployment } from '../lookup/deployment.ts';
import { deploymentView } from '../views/deployment-view.ts';

export const GetDeployment: Operation<GetDeploymentCommandInput, Output<GetDeploymentCommandOutput>> = (
  world,
  input,
) => {
  return { deploymentInfo: deploymentView(findDeployment(world, input.deploymentId)) };
};
