import type {
  ListDeploymentTargetsCommandInput,
  ListDeploymentTargetsCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findDeployment } from '../lookup/deployment.ts';
import { targetIdOf } from '../lookup/ecs-service.ts';
import { requireStarted } from '../lookup/target.ts';
import { refused } from '../refusals.ts';
import { targetStatus } from '../views/target-view.ts';

export const ListDeploymentTargets: Operation<
  ListDeploymentTargetsCommandInput,
  Output<ListDeploymentTargetsCommandOutput>
> = (world, input) => {
  const deployment = findDeployment(world, input.deploymentId);
  requireStarted(deployment);
  const { TargetStatus: statuses, ...others } = input.targetFilters ?? {};
  if (Object.keys(others).length > 0) {
    throw refused('InvalidTargetFilterNameException', 'The target filter name is invalid.');
  }
  const isAskedFor = statuses === undefined || statuses.includes(targetStatus[deployment.status]);
  return { targetIds: isAskedFor ? [targetIdOf(deployment.settings.service)] : [] };
};
