import {
  endStatuses,
  type DeploymentStatus,
  type Phase,
  type RevisionCounts,
} from '../../model/deployment.ts';
import { isStage, type LifecycleHook, type Shift } from '../../model/lifecycle.ts';

export interface PhaseFacts {
  readonly status: DeploymentStatus;
  readonly target: RevisionCounts;
  /** Tasks of older revisions that run now, and the most that ran in any look before. */
  readonly oldRunning: number;
  readonly oldRunningAtMost: number;
  readonly isBakeExpected: boolean;
  /** Absent for ROLLING. */
  readonly shift?: Shift | undefined;
  readonly hooks?: readonly LifecycleHook[] | undefined;
}

/** Where a deployment stands: by AWS's stage where it shifts traffic, else from counts, since ECS names no stages then. */
export function phaseOf(facts: PhaseFacts): Phase {
  const { status, shift, hooks = [] } = facts;
  if (endStatuses.has(status)) return 'ended';
  switch (status) {
    case 'pending':
      return 'requested';
    case 'stopping':
      return 'stopping';
    case 'rollback-requested':
    case 'rolling-back':
      return 'rolling-back';
    default:
      break;
  }
  if (hooks.some(isAwaited)) return 'waiting-for-approval';
  if (hooks.some((hook) => hook.status === 'in-progress')) return 'waiting-for-hooks';
  return shift === undefined ? byCounts(facts) : byStage(shift, facts);
}

/** A pause that a person has to answer. */
export function isAwaited({ target, status }: LifecycleHook): boolean {
  return target === 'pause' && status === 'awaiting-action';
}

function byStage({ stage, production, bake }: Shift, facts: PhaseFacts): Phase {
  if (stage === undefined) return 'requested';
  if (!isStage(stage)) return production > 0 ? 'shifting-traffic' : byStartOf(facts);
  switch (stage) {
    case 'RECONCILE_SERVICE':
    case 'PRE_SCALE_UP':
      return 'requested';
    case 'SCALE_UP':
      return byStartOf(facts);
    case 'POST_SCALE_UP':
    case 'TEST_TRAFFIC_SHIFT':
    case 'POST_TEST_TRAFFIC_SHIFT':
    case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
    case 'POST_PRODUCTION_TRAFFIC_SHIFT':
      return 'shifting-traffic';
    case 'PRODUCTION_TRAFFIC_SHIFT':
      return bake === undefined ? 'shifting-traffic' : 'baking';
    case 'BAKE_TIME':
      return 'baking';
    case 'CLEAN_UP':
      return 'draining-old-tasks';
    default:
      return stage satisfies never;
  }
}

function byStartOf({ target }: PhaseFacts): Phase {
  return target.running < target.requested ? 'starting-tasks' : 'waiting-for-health';
}

function byCounts({ target, oldRunning, oldRunningAtMost, isBakeExpected }: PhaseFacts): Phase {
  if (target.running < target.requested)
    return oldRunning < oldRunningAtMost ? 'draining-old-tasks' : 'starting-tasks';
  if (oldRunning === 0 && isBakeExpected) return 'baking';
  // ECS stops old tasks only once new ones are healthy, so a falling count says that health came.
  return oldRunning < oldRunningAtMost ? 'draining-old-tasks' : 'waiting-for-health';
}
