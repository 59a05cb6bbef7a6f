import type {
  UpdateDeploymentGroupCommandInput,
  UpdateDeploymentGroupCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findApplication } from '../lookup/application.ts';
import { findGroup } from '../lookup/deployment-group.ts';
import { refused } from '../refusals.ts';
import { readGroupSettings } from '../validation/group-settings.ts';
import { checkGroupName } from '../validation/names.ts';

/** What is not named stays. A deployment that runs keeps the settings that it began with. */
export const UpdateDeploymentGroup: Operation<
  UpdateDeploymentGroupCommandInput,
  Output<UpdateDeploymentGroupCommandOutput>
> = (world, input) => {
  const application = findApplication(world, input.applicationName);
  const group = findGroup(application, input.currentDeploymentGroupName);
  const name =
    input.newDeploymentGroupName === undefined ? group.name : checkGroupName(input.newDeploymentGroupName);
  if (name !== group.name && application.groups.has(name)) {
    throw refused(
      'DeploymentGroupAlreadyExistsException',
      'A deployment group with the specified name with the user or AWS account already exists.',
    );
  }
  group.settings = readGroupSettings(world, input, group);
  application.groups.delete(group.name);
  group.name = name;
  application.groups.set(name, group);
  return { hooksNotCleanedUp: [] };
};
