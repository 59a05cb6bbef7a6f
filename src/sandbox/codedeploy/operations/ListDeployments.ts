import type {
  DeploymentStatus,
  ListDeploymentsCommandInput,
  ListDeploymentsCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import type { World } from '../../world.ts';
import { findApplication } from '../lookup/application.ts';
import { findGroup } from '../lookup/deployment-group.ts';
import { pageOfNames } from '../page.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import { refused } from '../refusals.ts';
import { targetStatus } from '../views/target-view.ts';

/** Newest first. No deployment of the sandbox has an `externalId`. */
export const ListDeployments: Operation<ListDeploymentsCommandInput, Output<ListDeploymentsCommandOutput>> = (
  world,
  input,
) => {
  const { start, end } = input.createTimeRange ?? {};
  if (start !== undefined && end !== undefined && start > end) {
    throw refused(
      'InvalidTimeRangeException',
      'The specified time range was specified in an invalid format.',
    );
  }
  const statuses = readStatuses(input.includeOnlyStatuses);
  const ids = ofGroup(world, input)
    .filter(
      ({ status, createdAt }) =>
        input.externalId === undefined &&
        (statuses === undefined || statuses.includes(status)) &&
        (start === undefined || createdAt >= start.getTime()) &&
        (end === undefined || createdAt <= end.getTime()),
    )
    .map(({ id }) => id)
    .reverse();
  const { items, next } = pageOfNames(ids, input.nextToken);
  return { deployments: items, nextToken: next };
};

/** A group needs its application, and an application its group (API_ListDeployments); neither means all. */
function ofGroup(
  world: World,
  { applicationName, deploymentGroupName }: ListDeploymentsCommandInput,
): readonly CodeDeployDeployment[] {
  if (applicationName === undefined && deploymentGroupName === undefined) {
    return [...world.codedeploy.deployments.values()];
  }
  return findGroup(findApplication(world, applicationName), deploymentGroupName).deployments;
}

function readStatuses(
  statuses: readonly DeploymentStatus[] | undefined,
): readonly DeploymentStatus[] | undefined {
  if (statuses === undefined || statuses.length === 0) return undefined;
  if (statuses.some((status) => !(status in targetStatus))) {
    throw refused(
      'InvalidDeploymentStatusException',
      "The specified deployment status doesn't exist or cannot be determined.",
    );
  }
  return statuses;
}
