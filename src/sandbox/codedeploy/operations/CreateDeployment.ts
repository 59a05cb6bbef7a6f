import type { CreateDeploymentCommandInput, CreateDeploymentCommandOutput } from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { addDeployment } from '../add-deployment.ts';
import { readRevision } from '../app-spec/read-revision.ts';
import { beginDeployment } from '../engine/begin-deployment.ts';
import { findApplication } from '../lookup/application.ts';
import { findConfig } from '../lookup/deployment-config.ts';
import { findGroup } from '../lookup/deployment-group.ts';
import { hasEnded } from '../records/deployment.ts';
import { refused } from '../refusals.ts';
import { checkAlarms } from '../validation/alarms.ts';
import { checkAutoRollback } from '../validation/auto-rollback.ts';
import { checkRoutingOfListener } from '../validation/target-group-pair.ts';

const longestDescription = 256;

export const CreateDeployment: Operation<
  CreateDeploymentCommandInput,
  Output<CreateDeploymentCommandOutput>
> = (world, input) => {
  const group = findGroup(findApplication(world, input.applicationName), input.deploymentGroupName);
  if (input.description !== undefined && input.description.length > longestDescription) {
    throw refused('DescriptionTooLongException', 'The description is too long.');
  }
  // AWS documents that it is for instances only; the text is the sandbox's own.
  if (input.deploymentMode === 'RESTART') {
    throw refused('InvalidInputException', 'Deployment mode RESTART is not supported for ECS deployments.');
  }
  const config = findConfig(world, input.deploymentConfigName ?? group.settings.deploymentConfigName);
  checkRoutingOfListener(world, group.settings.pair, config.routing);
  const revision = readRevision(world, input.revision);
  const autoRollback = checkAutoRollback(input.autoRollbackConfiguration) ?? group.settings.autoRollback;
  const overrideAlarms = checkAlarms(input.overrideAlarmConfiguration);
  const active = group.deployments.find((deployment) => !hasEnded(deployment));
  if (active !== undefined) {
    throw refused(
      'DeploymentLimitExceededException',
      `The Deployment Group '${group.name}' already has an active Deployment '${active.id}'`,
    );
  }
  const deployment = addDeployment(world, group, {
    config,
    revision,
    description: input.description,
    creator: 'user',
    autoRollback,
    overrideAlarms,
  });
  beginDeployment(world, deployment);
  return { deploymentId: deployment.id };
};
