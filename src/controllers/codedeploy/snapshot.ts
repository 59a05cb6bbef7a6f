import type { CodeDeployDeploymentState } from '../../aws/codedeploy-deployments.ts';
import type { GroupAlarms } from '../../aws/codedeploy-groups.ts';
import type { DeploymentTargetState, TargetTaskSet } from '../../aws/codedeploy-targets.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { Hooks } from '../../appspec/app-spec.ts';
import type { TrafficRouting } from '../../model/codedeploy.ts';
import {
  endStatuses,
  type Deployment,
  type DeploymentStatus,
  type Move,
  type RevisionCounts,
  type ServiceEvent,
  type Snapshot,
} from '../../model/deployment.ts';
import type { Milliseconds } from '../../model/duration.ts';
import { readyWait, terminationWait, type LifecycleHook, type Shift } from '../../model/lifecycle.ts';
import { isStoppedBySomebody, statusOf } from './deployment-status.ts';
import { hooksOf } from './hooks-of.ts';
import { phaseOf } from './phase.ts';
import { shiftOf } from './shift-of.ts';

/** What one look found. */
export interface Found {
  readonly at: number;
  /** With its task set, as far as that is known. */
  readonly deployment: Deployment;
  /** Undefined where AWS knows it no more. */
  readonly state: CodeDeployDeploymentState | undefined;
  /** The deployment that takes it back. */
  readonly rollback: CodeDeployDeploymentState | undefined;
  /** Of the deployment itself, as it was last seen. */
  readonly target: DeploymentTargetState | undefined;
  /** Of the deployment that takes it back. */
  readonly rollbackTarget: DeploymentTargetState | undefined;
  readonly routing: TrafficRouting | undefined;
  readonly alarms: GroupAlarms | undefined;
  /** Undefined where its AppSpec is not shown. */
  readonly functions: Hooks | undefined;
  /** As it was last read. */
  readonly service: ServiceState | undefined;
  readonly isServiceGone: boolean;
  readonly endedFor: Milliseconds | undefined;
  readonly isAskedToGoBack: boolean;
  readonly events: readonly ServiceEvent[];
}

/** The pure half of a look: what CodeDeploy and ECS say of a deployment, as one snapshot. */
export function toSnapshot(found: Found): Snapshot {
  const { at, deployment, state, rollback, target, service, events } = found;
  const status = state === undefined || found.isServiceGone ? 'gone' : statusOf({ ...found, state });
  const primary = service?.deployments.find((entry) => entry.status === 'PRIMARY');
  const isGoingBack = rollback !== undefined || status === 'rollback-requested';
  const taskSets = taskSetsOf(found);
  const green = taskSets.find(({ id }) => id === deployment.taskSet);
  const others = taskSets.filter(({ id }) => id !== deployment.taskSet);
  const shift = state && shiftOf({ state, target, routing: found.routing, green, isGoingBack });
  const isHeld = status === 'in-progress' || status === 'failed' || status === 'rollback-requested';
  const hooks = state === undefined || !isHeld ? [] : hooksOf(state, target, found.functions);
  const counts = countsOf(deployment.taskDefinition, green);
  const isDraining = others.length > 0 && others.every(isEnding);
  return {
    at,
    deployment,
    status,
    statusReason: reasonOf(found, status),
    ...(state !== undefined && isStoppedBySomebody(state) ? { isStoppedBySomebody: true } : {}),
    ...(rollback === undefined ? {} : { rollbackDeployment: rollback.id }),
    finishedAt: endStatuses.has(status) ? (rollback?.finishedAt ?? state?.finishedAt) : undefined,
    phase: phaseOf({ status, shift: shift ?? noShift, hooks, target: counts, isDraining }),
    desired: service?.desiredCount ?? counts.requested,
    target: counts,
    ...(shift === undefined ? {} : { shift }),
    ...(hooks.length === 0 ? {} : { hooks }),
    sources: others
      .filter(({ desired, running, pending }) => desired + running + pending > 0)
      .map((set) => countsOf(taskDefinitionOf(set, service), set)),
    failedTasks: 0,
    circuitBreaker: { status: 'disabled' },
    alarms: alarmsOf(found, status),
    primary:
      primary === undefined
        ? undefined
        : { deploymentId: primary.id, taskDefinition: primary.taskDefinition, createdAt: primary.createdAt },
    events,
    stoppedTasks: [],
    moves: legalMoves(deployment, status, hooks, shift),
  };
}

/** The deployment that goes back shows them as they are; before it has started, the one that it takes back does. */
function taskSetsOf({ target, rollbackTarget }: Found): readonly TargetTaskSet[] {
  const back = rollbackTarget?.taskSets ?? [];
  return back.length > 0 ? back : (target?.taskSets ?? []);
}

const noShift: Shift = { strategy: '', production: 0, test: 0 };

/** Why it failed, in AWS's words; of a rollback that failed, why that did. */
function reasonOf({ state, rollback, target }: Found, status: DeploymentStatus): string | undefined {
  if (status === 'rollback-failed' && rollback?.error !== undefined) return rollback.error.message;
  if (state?.error !== undefined && state.error.message !== '') return state.error.message;
  const failed = target?.events.find((event) => event.status === 'Failed');
  return failed?.diagnostics?.message;
}

function countsOf(taskDefinition: string, set: TargetTaskSet | undefined): RevisionCounts {
  return {
    taskDefinition,
    requested: set?.desired ?? 0,
    running: set?.running ?? 0,
    pending: set?.pending ?? 0,
  };
}

function taskDefinitionOf({ id }: TargetTaskSet, service: ServiceState | undefined): string {
  return service?.deployments.find((entry) => entry.id === id)?.taskDefinition ?? '';
}

function isEnding({ status, desired }: TargetTaskSet): boolean {
  return status === 'DRAINING' || desired === 0;
}

function alarmsOf({ state, alarms }: Found, status: DeploymentStatus): Snapshot['alarms'] {
  const watched = state?.alarms ?? alarms;
  const names = watched?.enabled === true ? watched.names : [];
  if (state?.error?.code === 'ALARM_ACTIVE') {
    return { status: 'triggered', names, triggered: activatedAlarms(state.error.message, names) };
  }
  if (names.length === 0) return { status: 'disabled', names, triggered: [] };
  return { status: endStatuses.has(status) ? 'done' : 'watching', names, triggered: [] };
}

/** `… have been stopped. Activated alarms: web-errors`: those of the group, where they are among them. */
function activatedAlarms(message: string, names: readonly string[]): readonly string[] {
  const listed = /Activated alarms: (.+)/s.exec(message)?.[1] ?? '';
  const activated = listed.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  const known = names.filter((name) => activated.includes(name));
  return known.length > 0 ? known : activated;
}

function legalMoves(
  deployment: Deployment,
  status: DeploymentStatus,
  hooks: readonly LifecycleHook[],
  shift: Shift | undefined,
): Move[] {
  if (status !== 'pending' && status !== 'in-progress' && status !== 'unknown') return [];
  const stop: Move = { kind: 'stop-and-roll-back', deployment };
  if (shift?.stage === terminationWait) return [stop, { kind: 'end-termination-wait', deployment }];
  if (!hooks.some(({ hookId }) => hookId === readyWait)) return [stop];
  return [
    stop,
    { kind: 'continue', deployment, hookId: readyWait },
    { kind: 'reject', deployment, hookId: readyWait },
  ];
}
