import type {
  DeleteDeploymentGroupCommandInput,
  DeleteDeploymentGroupCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { checkApplicationName, checkGroupName } from '../validation/names.ts';

/** One that is not there is no error (API_DeleteDeploymentGroup lists none). */
export const DeleteDeploymentGroup: Operation<
  DeleteDeploymentGroupCommandInput,
  Output<DeleteDeploymentGroupCommandOutput>
> = (world, input) => {
  const application = world.codedeploy.applications.get(checkApplicationName(input.applicationName));
  application?.groups.delete(checkGroupName(input.deploymentGroupName));
  return { hooksNotCleanedUp: [] };
};
