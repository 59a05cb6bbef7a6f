import type { ServiceDeploymentState } from '../../aws/service-deployments.ts';
import type { ServiceDeploymentEntry, ServiceState } from '../../aws/service-state.ts';
import {
  endStatuses,
  type Deployment,
  type DeploymentStatus,
  type Move,
  type RevisionCounts,
  type ServiceEvent,
  type Snapshot,
} from '../../model/deployment.ts';
import { shiftsTraffic, type LifecycleHook, type Shift } from '../../model/lifecycle.ts';
import { isAwaited, phaseOf } from './phase.ts';
import { deploymentDigits } from './service-deployment-arn.ts';

/** What one look found. */
export interface Found {
  readonly at: number;
  readonly deployment: Deployment;
  readonly service: ServiceState | undefined;
  readonly verdict: ServiceDeploymentState | undefined;
  /** What is known of the bake that the verdict shows. */
  readonly bake?: Shift['bake'];
  readonly isGone: boolean;
  readonly oldRunningAtMost: number;
  /** By deployment id, from this look and the ones before. */
  readonly taskDefinitions: ReadonlyMap<string, string>;
  readonly events: readonly ServiceEvent[];
}

/**
 * Whether the service's own view suggests that our deployment has ended, or is on its way back: only then is the service
 * deployment worth its own call. With early success criteria the end shows nowhere else.
 */
export function mayBeOver(service: ServiceState, deployment: Deployment): boolean {
  if (service.status !== 'ACTIVE' || service.settings.earlySuccess.enable) return true;
  const ours = entryOf(service, deployment);
  return ours?.status !== 'PRIMARY' || ours.rolloutState !== 'IN_PROGRESS';
}

/**
 * Whether a look needs the service deployment itself: stages, weights and hooks show nowhere else.
 * @param verdict of an earlier look: the service may be configured otherwise meanwhile
 */
export function needsVerdict(
  service: ServiceState | undefined,
  verdict: ServiceDeploymentState | undefined,
): boolean {
  if (verdict !== undefined)
    return shiftsTraffic(verdict.configuration.strategy) || verdict.configuration.hasHooks;
  return service !== undefined && (shiftsTraffic(service.strategy) || service.settings.hooks.length > 0);
}

/** The pure half of a look: AWS's two views of a deployment, as one snapshot. */
export function toSnapshot(found: Found): Snapshot {
  const { at, deployment, service, verdict, isGone, events } = found;
  const ours = service === undefined ? undefined : entryOf(service, deployment);
  const primary = service?.deployments.find(({ status }) => status === 'PRIMARY');
  const isDeleted = service !== undefined && service.status !== 'ACTIVE';
  const asDescribed = statusOf(verdict, ours);
  const status = isGone || (isDeleted && asDescribed === 'stopped') ? 'gone' : asDescribed;
  const target = targetCounts(deployment, verdict, ours);
  const sources = sourceCounts(deployment, verdict, service, found.taskDefinitions);
  const settings = service?.settings;
  const shift = shiftOf(service, verdict, found.bake);
  const hooks = verdict === undefined || verdict.hooks.length === 0 ? undefined : verdict.hooks;
  const isOver = endStatuses.has(status);
  const isTaken = !isDeleted && primary !== undefined && primary.id !== deployment.deploymentId;
  // A rollback makes an older deployment PRIMARY again; a later one has cut the rollback short.
  const isLater = primary !== undefined && primary.createdAt > deployment.createdAt;
  const isSuperseded =
    isTaken && (status === 'stopping' || status === 'stopped' || (status === 'rollback-failed' && isLater));
  return {
    at,
    deployment,
    status,
    finishedAt: verdict?.finishedAt,
    statusReason: verdict?.rollback?.reason ?? verdict?.statusReason ?? failureText(ours),
    phase: phaseOf({
      status,
      target,
      oldRunning: sources.reduce((total, { running }) => total + running, 0),
      oldRunningAtMost: found.oldRunningAtMost,
      isBakeExpected: settings?.alarms?.enable === true || (settings?.bakeTimeInMinutes ?? 0) > 0,
      shift,
      hooks,
    }),
    desired: service?.desiredCount ?? target.requested,
    target,
    ...(shift === undefined ? {} : { shift }),
    ...(hooks === undefined ? {} : { hooks }),
    sources,
    failedTasks: Math.max(verdict?.circuitBreaker?.failureCount ?? 0, ours?.failedTasks ?? 0),
    circuitBreaker: {
      status: monitorStatus(verdict?.circuitBreaker?.status, settings?.circuitBreaker.enable === true),
      ...(verdict?.circuitBreaker === undefined ? {} : { threshold: verdict.circuitBreaker.threshold }),
    },
    alarms: {
      status: monitorStatus(verdict?.alarms?.status, settings?.alarms?.enable === true),
      names: verdict?.alarms?.names ?? settings?.alarms?.names ?? [],
      triggered: verdict?.alarms?.triggered ?? [],
    },
    primary:
      primary === undefined
        ? undefined
        : { deploymentId: primary.id, taskDefinition: primary.taskDefinition, createdAt: primary.createdAt },
    supersededBy: isSuperseded ? successorOf(deployment, service) : undefined,
    events,
    stoppedTasks: [],
    moves: isOver || isSuperseded ? [] : legalMoves(deployment, status, hooks),
  };
}

function statusOf(
  verdict: ServiceDeploymentState | undefined,
  ours: ServiceDeploymentEntry | undefined,
): DeploymentStatus {
  // While the service deployment was not asked, our entry in the service speaks: it is PRIMARY and IN_PROGRESS then.
  if (verdict !== undefined) return verdict.status;
  return ours === undefined ? 'unknown' : 'in-progress';
}

/** Where the traffic is; before AWS has told a stage, it has moved none. */
export function shiftOf(
  service: ServiceState | undefined,
  verdict: ServiceDeploymentState | undefined,
  bake: Shift['bake'],
): Shift | undefined {
  const strategy = verdict?.configuration.strategy ?? service?.strategy;
  if (strategy === undefined || !shiftsTraffic(strategy)) return undefined;
  return {
    strategy,
    stage: verdict?.lifecycleStage,
    production: verdict?.targetRevision?.productionWeight ?? 0,
    test: verdict?.targetRevision?.testWeight ?? 0,
    ...(bake === undefined ? {} : { bake }),
  };
}

function legalMoves(
  deployment: Deployment,
  status: DeploymentStatus,
  hooks: readonly LifecycleHook[] = [],
): Move[] {
  const isStoppable = status === 'pending' || status === 'in-progress' || status === 'unknown';
  if (!isStoppable || deployment.serviceDeploymentArn === undefined) return [];
  const answers = hooks.filter(isAwaited).flatMap(({ hookId }): Move[] => [
    { kind: 'continue', deployment, hookId },
    { kind: 'reject', deployment, hookId },
  ]);
  return [{ kind: 'stop-and-roll-back', deployment }, ...(status === 'in-progress' ? answers : [])];
}

/**
 * Who took the place: the newest deployment that came after ours. Where AWS has already taken that one back, an older one is
 * PRIMARY, and it may be shown no more: then nobody is named.
 */
function successorOf(
  deployment: Deployment,
  service: ServiceState | undefined,
): NonNullable<Snapshot['supersededBy']> {
  const later = (service?.deployments ?? [])
    // Two that were started in one millisecond: what was there before ours is older than that.
    .filter(({ id, createdAt }) => id !== deployment.deploymentId && createdAt >= deployment.createdAt)
    .sort((a, b) => b.createdAt - a.createdAt);
  return { deploymentId: later[0]?.id, taskDefinition: later[0]?.taskDefinition };
}

function entryOf(service: ServiceState, deployment: Deployment): ServiceDeploymentEntry | undefined {
  return service.deployments.find(({ id }) => id === deployment.deploymentId);
}

function targetCounts(
  deployment: Deployment,
  verdict: ServiceDeploymentState | undefined,
  ours: ServiceDeploymentEntry | undefined,
): RevisionCounts {
  const counts = verdict?.targetRevision;
  return {
    taskDefinition: deployment.taskDefinition,
    requested: counts?.requested ?? ours?.desiredCount ?? 0,
    running: counts?.running ?? ours?.runningCount ?? 0,
    pending: counts?.pending ?? ours?.pendingCount ?? 0,
  };
}

function sourceCounts(
  deployment: Deployment,
  verdict: ServiceDeploymentState | undefined,
  service: ServiceState | undefined,
  taskDefinitions: ReadonlyMap<string, string>,
): RevisionCounts[] {
  const entries = service?.deployments ?? [];
  if (verdict !== undefined) {
    return verdict.sourceRevisions.map(({ arn, requested, running, pending }) => {
      const taskDefinition = taskDefinitions.get(`ecs-svc/${deploymentDigits(arn)}`) ?? '';
      return { taskDefinition, requested, running, pending };
    });
  }
  return entries
    .filter(({ id }) => id !== deployment.deploymentId)
    .map(({ taskDefinition, desiredCount, runningCount, pendingCount }) => ({
      taskDefinition,
      requested: desiredCount,
      running: runningCount,
      pending: pendingCount,
    }));
}

function failureText(ours: ServiceDeploymentEntry | undefined): string | undefined {
  return ours?.rolloutState === 'FAILED' ? ours.rolloutStateReason : undefined;
}

function monitorStatus(status: string | undefined, isEnabled: boolean): Snapshot['circuitBreaker']['status'] {
  switch (status) {
    case 'TRIGGERED':
      return 'triggered';
    case 'MONITORING_COMPLETE':
      return 'done';
    case 'MONITORING':
      return 'watching';
    case 'DISABLED':
      return 'disabled';
    default:
      return isEnabled ? 'watching' : 'disabled';
  }
}
