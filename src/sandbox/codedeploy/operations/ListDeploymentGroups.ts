import type {
  ListDeploymentGroupsCommandInput,
  ListDeploymentGroupsCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findApplication } from '../lookup/application.ts';
import { pageOfNames } from '../page.ts';

export const ListDeploymentGroups: Operation<
  ListDeploymentGroupsCommandInput,
  Output<ListDeploymentGroupsCommandOutput>
> = (world, input) => {
  const application = findApplication(world, input.applicationName);
  const { items, next } = pageOfNames([...application.groups.keys()].sort(), input.nextToken);
  return { applicationName: application.name, deploymentGroups: items, nextToken: next };
};
