import {
  endStatuses,
  type DeploymentStatus,
  type Phase,
  type RevisionCounts,
} from '../../model/deployment.ts';

export interface PhaseFacts {
  readonly status: DeploymentStatus;
  readonly target: RevisionCounts;
  /** Tasks of older revisions that run now, and the most that ran in any look before. */
  readonly oldRunning: number;
  readonly oldRunningAtMost: number;
  readonly isBakeExpected: boolean;
}

/** Where a rolling deployment stands, from counts: ECS itself names no stages for it. */
export function phaseOf({ status, target, oldRunning, oldRunningAtMost, isBakeExpected }: PhaseFacts): Phase {
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
  if (target.running < target.requested)
    return oldRunning < oldRunningAtMost ? 'draining-old-tasks' : 'starting-tasks';
  if (oldRunning === 0 && isBakeExpected) return 'baking';
  // ECS stops old tasks only once new ones are healthy, so a falling count says that health came.
  return oldRunning < oldRunningAtMost ? 'draining-old-tasks' : 'waiting-for-health';
}
