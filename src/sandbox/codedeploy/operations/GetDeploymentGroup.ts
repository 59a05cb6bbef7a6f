import type {
  GetDeploymentGroupCommandInput,
  GetDeploymentGroupCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findApplication } from '../lookup/application.ts';
import { findGroup } from '../lookup/deployment-group.ts';
import { deploymentGroupView } from '../views/deployment-group-view.ts';

export const GetDeploymentGroup: Operation<
  GetDeploymentGroupCommandInput,
  Output<GetDeploymentGroupCommandOutput>
> = (world, input) => {
  const application = findApplication(world, input.applicationName);
  return { deploymentGroupInfo: deploymentGroupView(findGroup(application, input.deploymentGroupName)) };
};
