import { lastPart, pathOf } from '../../../ecs/arns.ts';
import { parseTaskDefinition, taskDefinitionNamed } from '../../../ecs/lookup/task-definition.ts';
import type { World } from '../../../world.ts';
import {
  arnOf,
  listOf,
  membersOf,
  textOf,
  textsOf,
  type Members,
  type Requirement,
  type Rule,
} from '../requirement.ts';

// "Actions, resources, and condition keys for Amazon Elastic Container Service", service authorization reference.

const clusterOf = (input: Members): string => lastPart(textOf(input, 'cluster') ?? 'default');

const clusterArn = (input: Members, world: World): string =>
  arnOf('ecs', world, `cluster/${clusterOf(input)}`);

/** An action on something in a cluster, which the condition key `ecs:cluster` names. */
function inCluster(action: string, input: Members, world: World, path: string): Requirement {
  return {
    action: `ecs:${action}`,
    resource: arnOf('ecs', world, path),
    context: { 'ecs:cluster': clusterArn(input, world) },
  };
}

function onServices(action: string, names: (input: Members) => readonly (string | undefined)[]): Rule {
  return (input, world) =>
    names(input).map((name = '') => {
      // An ARN says which cluster is meant: service/<cluster>/<service>.
      const [, cluster = clusterOf(input)] = /^service\/([^/]+)\/[^/]+$/.exec(pathOf(name)) ?? [];
      return inCluster(action, { cluster }, world, `service/${cluster}/${lastPart(name)}`);
    });
}

/** Service deployments and revisions: AWS asks for the action on the service and on the thing itself. */
function onPartsOfServices(action: string, names: (input: Members) => readonly string[]): Rule {
  return (input, world) =>
    names(input).flatMap((arn) => {
      const [, cluster = '', service = ''] = pathOf(arn).split('/');
      const context = {
        'ecs:cluster': arnOf('ecs', world, `cluster/${cluster}`),
        'ecs:service': arnOf('ecs', world, `service/${cluster}/${service}`),
      };
      return [context['ecs:service'], arn].map((resource) => ({
        action: `ecs:${action}`,
        resource,
        context,
      }));
    });
}

function onTasks(action: string, names: (input: Members) => readonly (string | undefined)[]): Rule {
  return (input, world) =>
    names(input).map((name = '') =>
      inCluster(action, input, world, `task/${clusterOf(input)}/${lastPart(name)}`),
    );
}

function onCluster(action: string, name: string): Rule {
  return (input, world) => [
    {
      action: `ecs:${action}`,
      resource: arnOf('ecs', world, `cluster/${lastPart(textOf(input, name) ?? 'default')}`),
    },
  ];
}

function onResource(action: string): Rule {
  return (input) => [{ action: `ecs:${action}`, resource: textOf(input, 'resourceArn') ?? '*' }];
}

function passRole(roles: readonly (string | undefined)[], service: string, world: World): Requirement[] {
  const named = new Set(roles.filter((role) => role !== undefined && role !== ''));
  return [...named].map((role = '') => ({
    action: 'iam:PassRole',
    resource: role.startsWith('arn:') ? role : `arn:aws:iam::${world.account}:role/${role}`,
    context: { 'iam:PassedToService': service },
  }));
}

const tasksService = 'ecs-tasks.amazonaws.com';

function rolesOf(input: Members): (string | undefined)[] {
  return [textOf(input, 'taskRoleArn'), textOf(input, 'executionRoleArn')];
}

/** The roles of the task definition that a request names, and those that it puts in their place. */
function passTaskRoles(input: Members, world: World): Requirement[] {
  const named = textOf(input, 'taskDefinition');
  const registered = named === undefined ? undefined : taskDefinitionNamed(world, named);
  const definition = membersOf(registered?.definition);
  return passRole([...rolesOf(definition), ...rolesOf(membersOf(input['overrides']))], tasksService, world);
}

/** Roles by which ECS itself moves traffic and asks hooks. */
function passServiceRoles(input: Members, world: World): Requirement[] {
  const hooks = listOf(membersOf(input['deploymentConfiguration']), 'lifecycleHooks');
  const balancers = listOf(input, 'loadBalancers').map((one) => membersOf(one['advancedConfiguration']));
  return passRole(
    [...hooks, ...balancers].map((one) => textOf(one, 'roleArn')),
    'ecs.amazonaws.com',
    world,
  );
}

/** Tags that come with something new need `ecs:TagResource`: "Grant permission to tag resources on creation". */
function tagging(action: string, input: Members, resource: string): Requirement[] {
  if (listOf(input, 'tags').length === 0) return [];
  return [{ action: 'ecs:TagResource', resource, context: { 'ecs:CreateAction': action } }];
}

/** A revision that is still to come has no number. */
const familyArn = (family: string, world: World): string =>
  arnOf('ecs', world, `task-definition/${family}:*`);

function onTaskDefinition(action: string, name: string | undefined, world: World): Requirement {
  const { family, revision } = parseTaskDefinition(name ?? '');
  const number = revision ?? taskDefinitionNamed(world, name ?? '')?.revision ?? '*';
  return { action: `ecs:${action}`, resource: arnOf('ecs', world, `task-definition/${family}:${number}`) };
}

const updateService = onServices('UpdateService', (input) => [textOf(input, 'service')]);
const createService = onServices('CreateService', (input) => [textOf(input, 'serviceName')]);

/** What is not here needs its own action on `*`. */
export const ecsRules: Readonly<Record<string, Rule>> = {
  ContinueServiceDeployment: onPartsOfServices('ContinueServiceDeployment', one('serviceDeploymentArn')),
  CreateCluster: onCluster('CreateCluster', 'clusterName'),
  CreateService: (input, world) => [
    ...createService(input, world),
    ...tagging('CreateService', input, createService(input, world)[0]?.resource ?? '*'),
    ...passTaskRoles(input, world),
    ...passServiceRoles(input, world),
  ],
  DeleteCluster: onCluster('DeleteCluster', 'cluster'),
  DeleteService: onServices('DeleteService', (input) => [textOf(input, 'service')]),
  DeleteTaskDefinitions: (input, world) =>
    textsOf(input, 'taskDefinitions').map((name) => onTaskDefinition('DeleteTaskDefinitions', name, world)),
  DescribeClusters: (input, world) =>
    [...textsOf(input, 'clusters')].flatMap((cluster) =>
      onCluster('DescribeClusters', 'cluster')({ cluster }, world),
    ),
  DescribeServiceDeployments: onPartsOfServices('DescribeServiceDeployments', (input) =>
    textsOf(input, 'serviceDeploymentArns'),
  ),
  DescribeServiceRevisions: onPartsOfServices('DescribeServiceRevisions', (input) =>
    textsOf(input, 'serviceRevisionArns'),
  ),
  DescribeServices: onServices('DescribeServices', (input) => textsOf(input, 'services')),
  DescribeTasks: onTasks('DescribeTasks', (input) => textsOf(input, 'tasks')),
  ListServiceDeployments: onServices('ListServiceDeployments', (input) => [textOf(input, 'service')]),
  ListServices: (input, world) => [
    { action: 'ecs:ListServices', resource: '*', context: { 'ecs:cluster': clusterArn(input, world) } },
  ],
  ListTagsForResource: onResource('ListTagsForResource'),
  // Also without a container instance: refusals name all of the cluster's.
  ListTasks: (input, world) => [
    inCluster('ListTasks', input, world, `container-instance/${clusterOf(input)}/*`),
  ],
  PutClusterCapacityProviders: onCluster('PutClusterCapacityProviders', 'cluster'),
  RegisterTaskDefinition: (input, world) => {
    const resource = familyArn(textOf(input, 'family') ?? '', world);
    return [
      { action: 'ecs:RegisterTaskDefinition', resource },
      ...tagging('RegisterTaskDefinition', input, resource),
      ...passRole(rolesOf(input), tasksService, world),
    ];
  },
  RunTask: (input, world) => {
    const context = { 'ecs:cluster': clusterArn(input, world) };
    return [
      { ...onTaskDefinition('RunTask', textOf(input, 'taskDefinition'), world), context },
      ...tagging('RunTask', input, arnOf('ecs', world, `task/${clusterOf(input)}/*`)),
      ...passTaskRoles(input, world),
    ];
  },
  StopServiceDeployment: onPartsOfServices('StopServiceDeployment', one('serviceDeploymentArn')),
  StopTask: onTasks('StopTask', (input) => [textOf(input, 'task')]),
  TagResource: onResource('TagResource'),
  UntagResource: onResource('UntagResource'),
  UpdateCluster: onCluster('UpdateCluster', 'cluster'),
  UpdateService: (input, world) => [
    ...updateService(input, world),
    ...passTaskRoles(input, world),
    ...passServiceRoles(input, world),
  ],
};

function one(name: string): (input: Members) => readonly string[] {
  return (input) => {
    const value = textOf(input, name);
    return value === undefined ? [] : [value];
  };
}
