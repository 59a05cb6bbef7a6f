import type { World } from '../../../world.ts';
import {
  arnOf,
  membersOf,
  textOf,
  textsOf,
  type Members,
  type Requirement,
  type Rule,
} from '../requirement.ts';

// "Actions, resources, and condition keys for AWS CodeDeploy", service authorization reference.

const applicationArn = (application: string, world: World): string =>
  arnOf('codedeploy', world, `application:${application}`);

const groupArn = (application: string, group: string, world: World): string =>
  arnOf('codedeploy', world, `deploymentgroup:${application}/${group}`);

const configArn = (config: string, world: World): string =>
  arnOf('codedeploy', world, `deploymentconfig:${config}`);

function onApplication(action: string): Rule {
  return (input, world) => [
    {
      action: `codedeploy:${action}`,
      resource: applicationArn(textOf(input, 'applicationName') ?? '*', world),
    },
  ];
}

function groupOf(input: Members, world: World): string {
  const group = textOf(input, 'deploymentGroupName') ?? textOf(input, 'currentDeploymentGroupName');
  return groupArn(textOf(input, 'applicationName') ?? '*', group ?? '*', world);
}

function onGroup(action: string): Rule {
  return (input, world) => [{ action: `codedeploy:${action}`, resource: groupOf(input, world) }];
}

function onGroups(action: string): Rule {
  return (input, world) =>
    textsOf(input, 'deploymentGroupNames').map((group) => ({
      action: `codedeploy:${action}`,
      resource: groupArn(textOf(input, 'applicationName') ?? '*', group, world),
    }));
}

/** A deployment has no ARN of its own: its group stands for it. */
function onGroupsOf(action: string, ids: (input: Members) => readonly string[]): Rule {
  return (input, world) => {
    const groups = ids(input).map((id) => {
      const group = world.codedeploy.deployments.get(id)?.group;
      return group === undefined
        ? groupArn('*', '*', world)
        : groupArn(group.application.name, group.name, world);
    });
    return [...new Set(groups)].map((resource) => ({ action: `codedeploy:${action}`, resource }));
  };
}

function onConfig(action: string): Rule {
  return (input, world) => [
    {
      action: `codedeploy:${action}`,
      resource: configArn(textOf(input, 'deploymentConfigName') ?? '*', world),
    },
  ];
}

/**
 * Beside its own action it needs those by which its parts come into being. Overriding alarms: "you must have the
 * UpdateDeploymentGroup permission", API_CreateDeployment.
 */
function createDeployment(input: Members, world: World): readonly Requirement[] {
  const application = textOf(input, 'applicationName') ?? '*';
  const group = world.codedeploy.applications
    .get(application)
    ?.groups.get(textOf(input, 'deploymentGroupName') ?? '');
  const config = textOf(input, 'deploymentConfigName') ?? group?.settings.deploymentConfigName ?? '*';
  const needs = [
    { action: 'codedeploy:CreateDeployment', resource: groupOf(input, world) },
    { action: 'codedeploy:GetDeploymentConfig', resource: configArn(config, world) },
  ];
  if (input['revision'] !== undefined) {
    needs.push({
      action: 'codedeploy:RegisterApplicationRevision',
      resource: applicationArn(application, world),
    });
  }
  if (Object.keys(membersOf(input['overrideAlarmConfiguration'])).length > 0) {
    needs.push({ action: 'codedeploy:UpdateDeploymentGroup', resource: groupOf(input, world) });
  }
  return needs;
}

function onResource(action: string): Rule {
  return (input) => [
    {
      action: `codedeploy:${action}`,
      resource: textOf(input, 'ResourceArn') ?? textOf(input, 'resourceArn') ?? '*',
    },
  ];
}

/** What is not here, as `StopDeployment` and `GetDeploymentTarget`, needs its own action on `*`. */
export const codedeployRules: Readonly<Record<string, Rule>> = {
  BatchGetApplications: (input, world) =>
    textsOf(input, 'applicationNames').map((name) => ({
      action: 'codedeploy:BatchGetApplications',
      resource: applicationArn(name, world),
    })),
  BatchGetDeploymentGroups: onGroups('BatchGetDeploymentGroups'),
  BatchGetDeployments: onGroupsOf('BatchGetDeployments', (input) => textsOf(input, 'deploymentIds')),
  CreateApplication: onApplication('CreateApplication'),
  CreateDeployment: createDeployment,
  CreateDeploymentConfig: onConfig('CreateDeploymentConfig'),
  CreateDeploymentGroup: onGroup('CreateDeploymentGroup'),
  DeleteApplication: onApplication('DeleteApplication'),
  DeleteDeploymentConfig: onConfig('DeleteDeploymentConfig'),
  DeleteDeploymentGroup: onGroup('DeleteDeploymentGroup'),
  GetApplication: onApplication('GetApplication'),
  GetDeployment: onGroupsOf('GetDeployment', (input) => [textOf(input, 'deploymentId') ?? '']),
  GetDeploymentConfig: onConfig('GetDeploymentConfig'),
  GetDeploymentGroup: onGroup('GetDeploymentGroup'),
  ListDeploymentGroups: onApplication('ListDeploymentGroups'),
  ListDeployments: onGroup('ListDeployments'),
  ListTagsForResource: onResource('ListTagsForResource'),
  TagResource: onResource('TagResource'),
  UntagResource: onResource('UntagResource'),
  UpdateDeploymentGroup: onGroup('UpdateDeploymentGroup'),
};
