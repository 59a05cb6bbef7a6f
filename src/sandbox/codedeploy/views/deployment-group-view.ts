import type { DeploymentGroupInfo, LastDeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { DeploymentGroupRecord } from '../records/deployment-group.ts';
import { settingsView } from './settings-view.ts';

/** The target revision is that of the last deployment, successful or not. */
export function deploymentGroupView(group: DeploymentGroupRecord): DeploymentGroupInfo {
  const { settings, deployments } = group;
  const last = deployments.at(-1);
  return {
    applicationName: group.application.name,
    deploymentGroupId: group.id,
    deploymentGroupName: group.name,
    deploymentConfigName: settings.deploymentConfigName,
    ec2TagFilters: [],
    onPremisesInstanceTagFilters: [],
    autoScalingGroups: [],
    serviceRoleArn: settings.serviceRoleArn,
    targetRevision: last?.revision.location,
    triggerConfigurations: [...settings.triggers],
    alarmConfiguration: settings.alarms,
    autoRollbackConfiguration: settings.autoRollback,
    ...settingsView(settings),
    lastSuccessfulDeployment: lastView(deployments.findLast(({ status }) => status === 'Succeeded')),
    lastAttemptedDeployment: lastView(last),
    computePlatform: 'ECS',
    ecsServices: [settings.service],
    terminationHookEnabled: false,
  };
}

function lastView(deployment: CodeDeployDeployment | undefined): LastDeploymentInfo | undefined {
  if (deployment === undefined) return undefined;
  const { id, status, createdAt, completedAt } = deployment;
  return {
    deploymentId: id,
    status,
    endTime: completedAt === undefined ? undefined : new Date(completedAt),
    createTime: new Date(createdAt),
  };
}
