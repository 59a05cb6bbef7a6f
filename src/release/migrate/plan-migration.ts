import { toDeploymentConfiguration } from '../../aws/deployment-configuration.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type {
  Migration,
  MigrationBlocker,
  MigrationDifference,
  MovedListener,
  RoleToCreate,
} from '../../model/migration.ts';
import type { DeploymentSettings } from '../../model/release-plan.ts';
import type { Json } from '../../model/task-definition.ts';
import type { MigrationEvidence } from './evidence.ts';
import { moveHooks } from './move-hooks.ts';
import { moveListeners, type MovedTraffic } from './move-listeners.ts';
import { moveSettings } from './move-settings.ts';
import { NoLoadBalancer, NotUnderCodeDeploy, StepsBehindNetworkLoadBalancer } from './refusals.ts';

/** Names that docs/strategies/prepare-a-service.md gives them too. */
const infrastructureRole = 'ecsInfrastructureRoleForLoadBalancers';
const hookRole = 'ecsHooks';

/**
 * What it takes to have ECS itself release a service that CodeDeploy releases. Pure.
 * @throws one of `refusals.ts`, where it cannot be moved as it stands
 */
export function planMigration(evidence: MigrationEvidence): Migration {
  const { service, group, configuration, routing } = evidence;
  if (service.controller !== 'CODE_DEPLOY') throw new NotUnderCodeDeploy(service);
  const traffic = moveListeners(evidence);
  const isNetwork = traffic.production.loadBalancer === 'network';
  if (isNetwork && routing.type !== 'AllAtOnce') throw new StepsBehindNetworkLoadBalancer(group);

  const [, partition = 'aws', , region = '', account = ''] = service.arn.split(':');
  const role = (name: string): string => `arn:${partition}:iam::${account}:role/${name}`;
  const { settings, differences } = moveSettings(group, routing);
  const hooks = moveHooks(
    evidence.hooks,
    { partition, region, account, roleArn: role(hookRole) },
    settings.strategy,
  );
  const listeners = [traffic.production, ...(traffic.test === undefined ? [] : [traffic.test])];
  return {
    service: service.ref,
    region,
    account,
    group: { application: group.application, group: group.group },
    from: { configuration, routing },
    settings: { ...settings, ...(hooks.hooks.length === 0 ? {} : { hooks: hooks.hooks }) },
    targetGroups: { serving: traffic.serving, alternate: traffic.alternate },
    listeners,
    roles: rolesFor(
      { partition, role },
      hooks.hooks.map(({ functionArn }) => functionArn),
    ),
    updateService: updateServiceInput(service, settings, traffic, role(infrastructureRole)),
    hooks: hooks.moved,
    blockers: blockersOf(evidence),
    differences: [
      ...differences,
      ...hooks.differences,
      ...(isNetwork ? ([{ kind: 'network-delay' }] as const) : ([{ kind: 'one-rule' }] as const)),
      ...triggersOf(evidence),
      { kind: 'history-begins-anew' },
    ],
  };
}

function rolesFor(
  { partition, role }: { readonly partition: string; readonly role: (name: string) => string },
  functions: readonly string[],
): RoleToCreate[] {
  return [
    {
      purpose: 'load-balancer',
      name: infrastructureRole,
      arn: role(infrastructureRole),
      trusts: 'ecs.amazonaws.com',
      managedPolicyArn: `arn:${partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers`,
    },
    ...(functions.length === 0
      ? []
      : [
          {
            purpose: 'hooks',
            name: hookRole,
            arn: role(hookRole),
            trusts: 'ecs.amazonaws.com',
            invokes: functions,
          } as const,
        ]),
  ];
}

/**
 * Controller, strategy and load balancer go together in one call. Hooks and pauses are left to the first release after it: a function that
 * still answers as CodeDeploy wants it would take the migration back.
 */
function updateServiceInput(
  service: ServiceState,
  settings: DeploymentSettings,
  { serving, alternate, production, test }: MovedTraffic,
  roleArn: string,
): Migration['updateService'] {
  const [balancer, ...more] = service.loadBalancers;
  const { containerName, containerPort } = balancer ?? {};
  if (containerName === undefined || containerPort === undefined || more.length > 0)
    throw new NoLoadBalancer(service);
  return {
    cluster: service.ref.cluster,
    service: service.ref.service,
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: (toDeploymentConfiguration(settings) ?? {}) as Json,
    loadBalancers: [
      {
        targetGroupArn: serving.arn,
        containerName,
        containerPort,
        advancedConfiguration: {
          alternateTargetGroupArn: alternate.arn,
          productionListenerRule: production.rule,
          ...testRuleOf(test),
          roleArn,
        },
      },
    ],
  };
}

function testRuleOf(test: MovedListener | undefined): { testListenerRule?: string } {
  return test === undefined ? {} : { testListenerRule: test.rule };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service-parameters.html */
function blockersOf({ service, inProgress }: MigrationEvidence): MigrationBlocker[] {
  const taskSets = service.deployments.map(({ id }) => id);
  return [
    ...(inProgress === undefined
      ? []
      : [{ kind: 'deployment-in-progress', deployment: inProgress } as const]),
    ...(taskSets.length < 2 ? [] : [{ kind: 'several-task-sets', taskSets } as const]),
  ];
}

function triggersOf({ group }: MigrationEvidence): MigrationDifference[] {
  const { triggers } = group;
  return triggers.length === 0 ? [] : [{ kind: 'triggers-stay', triggers }];
}
