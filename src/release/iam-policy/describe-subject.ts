import { repositoryPlace } from '../../aws/repositories.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { FoundGroup } from '../../controllers/codedeploy/find-group.ts';
import type { CodeDeploySettings } from '../../model/codedeploy.ts';
import type { Gate } from '../../model/gate.ts';
import { formatImageReference, parseImageReference } from '../../model/image-reference.ts';
import { isPause } from '../../model/hook-definition.ts';
import type { DeploymentSettings } from '../../model/release-plan.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import type { TaskDefinition } from '../../model/task-definition.ts';
import { alarmsMeasured } from '../gates/alarms-of-gates.ts';
import { secretReferences } from '../preflight/secret-references.ts';
import type { ArnPlace, PolicyRepository, PolicySubject } from './policy-subject.ts';

/** What is known of a service and its configuration, from files and, where AWS was asked, from there. */
export interface SubjectFacts {
  readonly service: ServiceRef;
  readonly place: ArnPlace;
  /** What releases register; empty: nothing is known of it. */
  readonly definitions: readonly TaskDefinition[];
  /** Absent: AWS was not asked. */
  readonly live?: ServiceState | undefined;
  /** Of a service under CodeDeploy, where it was found. */
  readonly group?: FoundGroup | undefined;
  readonly settings: DeploymentSettings;
  readonly codeDeploy?: CodeDeploySettings | undefined;
  readonly gates: readonly Gate[];
  readonly suspendsScaling: boolean;
  /** Where builds are pushed to, as it is written. */
  readonly builds?: string | undefined;
  /** Images that ECR knows for its own, as they are written; absent: nobody asked, and their names tell. */
  readonly ecrImages?: ReadonlySet<string> | undefined;
}

/** What decides which permissions are needed. Pure. */
export function describeSubject(facts: SubjectFacts): PolicySubject {
  const { service, place, definitions, live, group, settings, gates } = facts;
  const controller = controllerOf(facts);
  const hooks = [...(settings.hooks ?? []), ...(live?.settings.hooks ?? [])];
  const holds = gates.some(({ hold }) => hold !== undefined);
  const liveAlarms = live?.settings.alarms?.names ?? [];
  const groupAlarms = group?.state.alarms.enabled === true ? group.state.alarms.names : [];
  return {
    service,
    place,
    controller,
    families: orAny(unique(definitions.map(({ family }) => family))),
    taskRoles: taskRolesOf(definitions, place),
    hookRoles: unique(hooks.flatMap(({ roleArn }) => roleArn ?? [])),
    serviceRoles: unique([
      ...(live?.loadBalancers ?? []).flatMap(({ advanced }) => advanced?.roleArn ?? []),
      ...(group?.state.serviceRoleArn === undefined ? [] : [group.state.serviceRoleArn]),
    ]),
    loadBalancer: loadBalancerOf(facts),
    shifts: controller === 'codedeploy' || shiftsByItself(facts),
    setsAside: live === undefined || hasToSetAside(live) || hooks.length > 0 || holds,
    pauses:
      controller === 'codedeploy'
        ? group === undefined || group.state.waits.readyInMinutes !== undefined
        : holds || (settings.approvals ?? []).length > 0 || (live?.settings.hooks ?? []).some(isPause),
    holds,
    hasAlarms: [...(settings.alarms?.names ?? []), ...liveAlarms, ...groupAlarms].length > 0,
    sendsGracePeriod: settings.healthCheckGracePeriodSeconds !== undefined,
    suspendsScaling: facts.suspendsScaling,
    gates: gatesOf(gates),
    images: imagesOf(facts),
    builds: facts.builds === undefined ? undefined : repositoryOf(facts.builds, true),
    ...tasksNeed(definitions),
    codeDeploy: controller === 'ecs' ? undefined : codeDeployOf(facts, groupAlarms.length > 0),
  };
}

function controllerOf({ live, codeDeploy }: SubjectFacts): PolicySubject['controller'] {
  if (live !== undefined) return live.controller === 'CODE_DEPLOY' ? 'codedeploy' : 'ecs';
  // A strategy alone says nothing: both know canaries.
  const { application, group, configuration, appSpec, hooks } = codeDeploy ?? {};
  return (application ?? group ?? configuration ?? appSpec ?? hooks) === undefined ? 'ecs' : 'codedeploy';
}

function shiftsByItself({ live, settings }: SubjectFacts): boolean {
  const strategy = settings.strategy ?? live?.strategy ?? 'ROLLING';
  return strategy !== 'ROLLING' || (live?.strategy ?? 'ROLLING') !== 'ROLLING';
}

/** A rollback in a hurry waits for no bake, no pause and no alarm. */
function hasToSetAside({ settings }: ServiceState): boolean {
  const { bakeTimeInMinutes = 0, alarms, canary, linear, hooks } = settings;
  const isWatched = alarms?.enable === true && alarms.names.length > 0;
  return (
    bakeTimeInMinutes > 0 || isWatched || canary !== undefined || linear !== undefined || hooks.length > 0
  );
}

/** An ARN of a listener or rule has the kind in it: `listener-rule/app/…`, `listener/net/…`. */
function loadBalancerOf({ live, group }: SubjectFacts): PolicySubject['loadBalancer'] {
  if (live === undefined) return 'application';
  const rules = live.loadBalancers.flatMap(({ advanced }) => advanced?.productionListenerRule ?? []);
  const listeners = [...rules, ...(group?.state.productionListeners ?? [])];
  if (listeners.some((arn) => arn.includes('/net/'))) return 'network';
  return live.loadBalancers.length > 0 || listeners.length > 0 ? 'application' : undefined;
}

function taskRolesOf(definitions: readonly TaskDefinition[], place: ArnPlace): string[] {
  const { partition, account } = place;
  const roleArn = (name: string) => `arn:${partition}:iam::${account}:role/${name}`;
  if (definitions.length === 0) return [roleArn('*')];
  return unique(
    definitions
      .flatMap(({ taskRoleArn, executionRoleArn }) => [taskRoleArn, executionRoleArn])
      .flatMap((role) => (typeof role === 'string' && role !== '' ? [role] : []))
      .map((role) => (role.startsWith('arn:') ? role : roleArn(role))),
  );
}

function gatesOf(gates: readonly Gate[]): PolicySubject['gates'] {
  const has = (kind: Gate['check']['kind']) => gates.some(({ check }) => check.kind === kind);
  return {
    alarms: alarmsMeasured(gates).length > 0,
    metrics: has('metrics'),
    balancerMetrics: gates.some(
      ({ check }) =>
        check.kind === 'metrics' && check.source.kind === 'preset' && check.source.preset.startsWith('alb-'),
    ),
    task: has('task'),
  };
}

/** Of every container: short names such as `nginx` are nobody's whom ECR could know. */
function imagesOf({ definitions, ecrImages }: SubjectFacts): PolicyRepository[] {
  const written = unique(
    definitions.flatMap(({ containerDefinitions }) =>
      containerDefinitions.flatMap(({ image }) => image ?? []),
    ),
  );
  const found = written.flatMap((image): PolicyRepository[] => {
    const { registry, repository } = parseImageReference(image) ?? {};
    if (registry === undefined || repository === undefined) return [];
    const uri = formatImageReference({ registry, repository });
    return [repositoryOf(uri, ecrImages === undefined ? hasAccount(uri) : ecrImages.has(image))];
  });
  return found.filter(
    (one, index) => found.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index,
  );
}

function hasAccount(uri: string): boolean {
  return repositoryPlace(uri).account !== undefined;
}

function repositoryOf(uri: string, isEcr: boolean): PolicyRepository {
  const { name, account, region } = repositoryPlace(uri);
  return { name, account, region, isEcr };
}

function tasksNeed(
  definitions: readonly TaskDefinition[],
): Pick<PolicySubject, 'logGroups' | 'secrets' | 'parameters'> {
  const references = definitions.flatMap((definition) => secretReferences(definition));
  const secrets = new Map<string, boolean>();
  for (const one of references) {
    if (one.kind !== 'secret') continue;
    secrets.set(one.arn, secrets.get(one.arn) === true || one.key !== undefined);
  }
  return {
    logGroups: logGroupsOf(definitions),
    secrets: [...secrets].map(([arn, hasKey]) => ({ arn, hasKey })),
    parameters: unique(references.flatMap((one) => (one.kind === 'parameter' ? [one.name] : []))),
  };
}

function logGroupsOf(definitions: readonly TaskDefinition[]): PolicySubject['logGroups'] {
  const groups = definitions.flatMap(({ containerDefinitions }) =>
    containerDefinitions.flatMap((container) => {
      const { logDriver, options } = asObject(container['logConfiguration']);
      const { 'awslogs-group': name, 'awslogs-region': region } = asObject(options);
      if (logDriver !== 'awslogs' || typeof name !== 'string') return [];
      return [{ name, ...(typeof region === 'string' && region !== '' ? { region } : {}) }];
    }),
  );
  return groups.filter(
    (one, index) =>
      groups.findIndex(({ name, region }) => name === one.name && region === one.region) === index,
  );
}

function codeDeployOf(
  { service, codeDeploy, group, gates }: SubjectFacts,
  watchesAlarms: boolean,
): NonNullable<PolicySubject['codeDeploy']> {
  const { application, group: named, routing } = codeDeploy ?? {};
  // The names that the console of ECS gives.
  const usual = `ECS-${service.cluster}-${service.service}`;
  const tries = { application: application ?? `App${usual}`, group: named ?? `Dgp${usual}` };
  return {
    application: group?.state.application ?? tries.application,
    group: group?.state.group ?? tries.group,
    tries: application === undefined || named === undefined ? tries : undefined,
    searches: group?.foundBy === 'search',
    findsConfiguration: routing !== undefined,
    watchesAlarms: group === undefined || watchesAlarms,
    watchesGates: alarmsMeasured(gates).length > 0,
  };
}

function orAny(names: string[]): string[] {
  return names.length === 0 ? ['*'] : names;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
