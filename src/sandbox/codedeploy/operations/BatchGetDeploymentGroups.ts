import type {
  BatchGetDeploymentGroupsCommandInput,
  BatchGetDeploymentGroupsCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findApplication } from '../lookup/application.ts';
import { batchTooLarge } from '../refusals.ts';
import { checkGroupName } from '../validation/names.ts';
import { deploymentGroupView } from '../views/deployment-group-view.ts';

/** `errorMessage` tells of groups that are not there; when AWS fills it is not documented. */
export const BatchGetDeploymentGroups: Operation<
  BatchGetDeploymentGroupsCommandInput,
  Output<BatchGetDeploymentGroupsCommandOutput>
> = (world, input) => {
  const application = findApplication(world, input.applicationName);
  const names = (input.deploymentGroupNames ?? []).map((name) => checkGroupName(name));
  if (names.length > 100) throw batchTooLarge();
  const groups = names.flatMap((name) => application.groups.get(name) ?? []);
  const missing = names.filter((name) => !application.groups.has(name));
  return {
    deploymentGroupsInfo: groups.map(deploymentGroupView),
    errorMessage:
      missing.length === 0 ? undefined : `No Deployment Group found for name: ${missing.join(', ')}`,
  };
};
