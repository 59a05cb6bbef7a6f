import type {
  CreateDeploymentGroupCommandInput,
  CreateDeploymentGroupCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findApplication } from '../lookup/application.ts';
import type { DeploymentGroupRecord } from '../records/deployment-group.ts';
import { refused } from '../refusals.ts';
import { readGroupSettings } from '../validation/group-settings.ts';
import { checkGroupName } from '../validation/names.ts';

export const CreateDeploymentGroup: Operation<
  CreateDeploymentGroupCommandInput,
  Output<CreateDeploymentGroupCommandOutput>
> = (world, input) => {
  const application = findApplication(world, input.applicationName);
  const name = checkGroupName(input.deploymentGroupName);
  if (application.groups.has(name)) {
    throw refused(
      'DeploymentGroupAlreadyExistsException',
      'A deployment group with the specified name with the user or AWS account already exists.',
    );
  }
  const settings = readGroupSettings(world, input, undefined);
  const group: DeploymentGroupRecord = {
    id: world.random.uuid(),
    application,
    name,
    settings,
    tags: input.tags ?? [],
    deployments: [],
  };
  application.groups.set(name, group);
  return { deploymentGroupId: group.id };
};
