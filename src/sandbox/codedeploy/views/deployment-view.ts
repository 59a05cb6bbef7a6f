import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import { settingsView } from './settings-view.ts';

/** GetDeployment's answer. There is no `deploymentOverview` for ECS (section 3.1.4 of the specification). */
export function deploymentView(deployment: CodeDeployDeployment): DeploymentInfo {
  const { group, startedAt, completedAt } = deployment;
  return {
    applicationName: group.application.name,
    deploymentGroupName: group.name,
    deploymentConfigName: deployment.config.name,
    deploymentId: deployment.id,
    previousRevision: deployment.previousRevision?.location,
    revision: deployment.revision.location,
    status: deployment.status,
    errorInformation: deployment.error,
    createTime: new Date(deployment.createdAt),
    startTime: startedAt === undefined ? undefined : new Date(startedAt),
    completeTime: completedAt === undefined ? undefined : new Date(completedAt),
    description: deployment.description,
    creator: deployment.creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: deployment.autoRollback,
    updateOutdatedInstancesOnly: false,
    rollbackInfo: deployment.rollbackInfo,
    ...settingsView(deployment.settings),
    instanceTerminationWaitTimeStarted: deployment.terminationWaitStarted,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'ECS',
    overrideAlarmConfiguration: deployment.overrideAlarms,
  };
}
