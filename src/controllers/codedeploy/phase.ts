import {
  endStatuses,
  type DeploymentStatus,
  type Phase,
  type RevisionCounts,
} from '../../model/deployment.ts';
import {
  isLifecycleEvent,
  readyWait,
  terminationWait,
  type LifecycleHook,
  type Shift,
} from '../../model/lifecycle.ts';

export interface PhaseFacts {
  readonly status: DeploymentStatus;
  readonly shift: Shift;
  readonly hooks: readonly LifecycleHook[];
  readonly target: RevisionCounts;
  /** The old tasks are being ended. */
  readonly isDraining: boolean;
}

/** Where a deployment stands, by the lifecycle event that runs. */
export function phaseOf({ status, shift, hooks, target, isDraining }: PhaseFacts): Phase {
  if (endStatuses.has(status)) return 'ended';
  if (status === 'pending') return 'requested';
  if (status === 'stopping') return 'stopping';
  if (status === 'rollback-requested' || status === 'rolling-back') return 'rolling-back';
  const { stage, bake } = shift;
  if (stage === readyWait) return 'waiting-for-approval';
  if (hooks.some((hook) => hook.status === 'in-progress')) return 'waiting-for-hooks';
  if (stage === undefined) return 'requested';
  if (stage === terminationWait) return isDraining ? 'draining-old-tasks' : 'baking';
  if (!isLifecycleEvent(stage)) return 'shifting-traffic';
  switch (stage) {
    case 'BeforeInstall':
      return 'requested';
    case 'Install':
      return target.running < target.requested || target.requested === 0
        ? 'starting-tasks'
        : 'waiting-for-health';
    case 'AfterInstall':
    case 'AllowTestTraffic':
    case 'AfterAllowTestTraffic':
    case 'BeforeAllowTraffic':
      return 'shifting-traffic';
    case 'AllowTraffic':
      return bake === undefined ? 'shifting-traffic' : 'baking';
    case 'AfterAllowTraffic':
      return isDraining ? 'draining-old-tasks' : 'shifting-traffic';
    default:
      return stage satisfies never;
  }
}
