import type { ServiceDeploymentEntry, ServiceState } from '../aws/service-state.ts';
import type { TaskState } from '../aws/tasks.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Reason, SupersededAfter, Verdict } from '../model/verdict.ts';
import type { TargetVerdicts } from './judge-targets.ts';
import { lastSteadyAt } from './steady-state.ts';

/** What was read to judge what runs. */
export interface Running {
  readonly service: ServiceState;
  /** The service's tasks that should be running. */
  readonly tasks: readonly TaskState[];
  /** Revisions among those of the tasks whose containers have a health check, as far as it matters. */
  readonly checked: ReadonlySet<string>;
  /** What the service's load balancers say of them. */
  readonly targets: TargetVerdicts;
  /** What another deployment brings in beside the PRIMARY one; only through CodeDeploy. */
  readonly successor?: ServiceDeploymentEntry | undefined;
}

/** When AWS judged tasks healthy, by its clock. */
export interface JudgedAt {
  /** All that ran then were healthy. Where SCALE_UP was not seen, the start of the deployment: nobody knows more of tasks with checks. */
  readonly at?: number | undefined;
  /** Those that had no check and ran by then counted as healthy. */
  readonly unchecked?: number | undefined;
}

/** Digests that may run in a container: the one asked for, and, of an index, those of its children. */
export type AllowedDigests = Readonly<Record<string, readonly string[]>>;

/**
 * Whether our deployment is what serves, with the image that was asked for. Pure.
 * @param judged one that started later, because another has died or more are wanted, has not been judged by anybody
 */
export function judgeNewRevision(
  running: Running,
  deployment: Deployment,
  allowed: AllowedDigests,
  judged: JudgedAt = {},
): Verdict {
  const { service, tasks } = running;
  const primary = primaryOf(service);
  if (primary === undefined || !isOf(primary, deployment)) {
    return takenOver(primary, deployment, { end: 'success' });
  }
  if (running.successor !== undefined) return overtaken(running.successor);
  if (service.desiredCount === 0) return { kind: 'pass', because: { kind: 'desired-zero' } };
  const ours = tasks.filter(
    ({ startedBy, lastStatus }) => startedBy === primary.id && lastStatus === 'RUNNING',
  );
  if (ours.length === 0) return { kind: 'inconclusive', because: { kind: 'no-running-task' } };
  const unproven = whyUnproven(ours, running, { ...judged, at: lastJudged(service, judged.at) });
  if (unproven !== undefined) return { kind: 'pending', because: unproven };
  const expected = Object.entries(allowed);
  const checks = ours.flatMap((task) =>
    expected.map(([container, digests]) => judgeDigest(task, container, digests)),
  );
  return (
    checks.find(({ kind }) => kind === 'fail') ??
    checks.find(({ kind }) => kind === 'inconclusive') ?? {
      kind: 'pass',
      because: { kind: 'verified', tasks: ours.length, digest: expected[0]?.[1][0] },
    }
  );
}

/**
 * Whether the service serves with something else than the deployment that failed. Pure.
 * @param judgedAt when AWS called the rollback successful, by AWS's clock
 */
export function judgeOldRevision(found: Running, failed: Deployment, judgedAt?: number): Verdict {
  const { service, tasks } = found;
  const primary = primaryOf(service);
  if (primary === undefined || isOf(primary, failed)) {
    const actual = failed.taskDefinition;
    return { kind: 'fail', because: { kind: 'primary-differs', expected: 'the revision before', actual } };
  }
  // Somebody deployed while AWS went back: what serves now is his business, not the revision from before.
  if (primary.createdAt > failed.createdAt) return takenOver(primary, failed, { end: 'rollback' });
  if (service.desiredCount === 0) return { kind: 'pass', because: { kind: 'desired-zero' } };
  const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING');
  const ofFailed = service.deployments.filter((entry) => isOf(entry, failed)).map(({ id }) => id);
  const bad = running.filter(
    ({ startedBy = '' }) =>
      startedBy === (failed.taskSet ?? failed.deploymentId) || ofFailed.includes(startedBy),
  );
  const good = running.length - bad.length;
  const { desiredCount: desired } = service;
  if (good === 0 || bad.length > 0) {
    return { kind: 'pending', because: { kind: 'too-few-tasks', running: good, desired } };
  }
  const unproven = whyUnproven(running, found, { at: lastJudged(service, judgedAt) });
  if (unproven !== undefined) return { kind: 'pending', because: unproven };
  return { kind: 'pass', because: { kind: 'verified', tasks: good } };
}

/** Whether an entry of the service is what a deployment has brought in: of CodeDeploy it is a task set, which names its deployment. */
function isOf(
  { id, externalId }: ServiceDeploymentEntry,
  { deploymentId, taskSet }: Pick<Deployment, 'deploymentId' | 'taskSet'>,
): boolean {
  return id === (taskSet ?? deploymentId) || externalId === deploymentId;
}

/** ECS judges again after the deployment: whenever tasks were replaced, and all are well again. */
function lastJudged(service: ServiceState, judgedAt: number | undefined): number | undefined {
  return judgedAt === undefined ? undefined : Math.max(judgedAt, lastSteadyAt(service) ?? 0);
}

/** Why none of the tasks is known to be well; undefined where one is. */
function whyUnproven(
  tasks: readonly TaskState[],
  { targets, checked, service }: Running,
  { at, unchecked }: JudgedAt,
): Reason | undefined {
  const { desiredCount: desired } = service;
  const up = tasks.filter(
    ({ healthStatus, addresses }) =>
      healthStatus !== 'UNHEALTHY' && !addresses.some((address) => targets.failing.has(address)),
  );
  if (up.length === 0) return { kind: 'tasks-failing', failing: tasks.length, desired };
  const isProven = (task: TaskState): boolean => {
    const { startedAt = 0 } = task;
    if (at === undefined || startedAt <= at || isHealthy(task, targets, checked)) return true;
    return unchecked !== undefined && startedAt <= unchecked && hasNoCheck(task, service, checked);
  };
  return up.some(isProven) ? undefined : { kind: 'tasks-unjudged', running: up.length, desired };
}

/** As ECS judges: every check that there is says so, of the containers and of the load balancers, and there is one. */
function isHealthy(
  { healthStatus, addresses, taskDefinition }: TaskState,
  { areKnown, healthy }: TargetVerdicts,
  checked: ReadonlySet<string>,
): boolean {
  const isContainerHealthy = healthStatus === 'HEALTHY';
  if (checked.has(taskDefinition) && !isContainerHealthy) return false;
  return areKnown ? addresses.some((address) => healthy.has(address)) : isContainerHealthy;
}

/** Neither of its containers nor of a load balancer. */
function hasNoCheck(
  { healthStatus, taskDefinition }: TaskState,
  { loadBalancers }: Pick<ServiceState, 'loadBalancers'>,
  checked: ReadonlySet<string>,
): boolean {
  return loadBalancers.length === 0 && healthStatus === 'UNKNOWN' && !checked.has(taskDefinition);
}

function judgeDigest(task: TaskState, container: string, digests: readonly string[]): Verdict {
  const actual = task.containers.find(({ name }) => name === container)?.digest;
  if (actual === undefined) {
    return { kind: 'inconclusive', because: { kind: 'digest-unknown', container, task: task.arn } };
  }
  if (digests.includes(actual))
    return { kind: 'pass', because: { kind: 'verified', tasks: 1, digest: actual } };
  const expected = digests[0] ?? '';
  return { kind: 'fail', because: { kind: 'digest-differs', container, expected, actual, task: task.arn } };
}

function takenOver(
  primary: ServiceDeploymentEntry | undefined,
  deployment: Deployment,
  after: SupersededAfter,
): Verdict {
  // Both times are AWS's own, so they can be compared.
  const isLater = primary !== undefined && primary.createdAt > deployment.createdAt;
  if (isLater) {
    // CodeDeploy's own name for it, where it has one: that is what a person sees there.
    const { id, externalId: byDeployment = id, taskDefinition } = primary;
    return { kind: 'fail', because: { kind: 'superseded', byDeployment, taskDefinition, after } };
  }
  const actual = primary?.taskDefinition ?? 'nothing';
  return { kind: 'fail', because: { kind: 'primary-differs', expected: deployment.taskDefinition, actual } };
}

/** As through ECS: once another deployment has begun, it decides what serves, and "released" would be true for a moment only. */
function overtaken({ id, externalId, taskDefinition }: ServiceDeploymentEntry): Verdict {
  const because: Reason = {
    kind: 'superseded',
    byDeployment: externalId ?? id,
    taskDefinition,
    after: { end: 'success' },
    isUnderWay: true,
  };
  return { kind: 'fail', because };
}

function primaryOf(service: ServiceState): ServiceDeploymentEntry | undefined {
  return service.deployments.find(({ status }) => status === 'PRIMARY');
}
