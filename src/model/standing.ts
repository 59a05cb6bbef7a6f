import { endStatuses, type DeploymentStatus } from './deployment.ts';
import type { Changed } from './outcome.ts';
import type { ReleaseFact } from './release-event.ts';

/**
 * How a deployment stands that a run has to do with, as far as AWS has told:
 * - `answering`: its pause is being answered, and whether AWS has heard is not known
 * - `forward`: AWS brings it in
 * - `asking-back`: AWS is to be asked, or is being asked, to go back, and whether it has heard is not known
 * - `going-back`: AWS rolls it back
 * - `taking-back`: a deployment of ours goes back from what had been released
 * - `successful`: AWS calls it so, and what runs is looked at
 * - `watched`: that was good, and it is watched on
 * - `rolled-back`: AWS has ended the way back, and what runs is looked at
 * - `ended`: over in any other way
 */
export type Standing =
  | 'answering'
  | 'forward'
  | 'asking-back'
  | 'going-back'
  | 'taking-back'
  | 'successful'
  | 'watched'
  | 'rolled-back'
  | 'ended';

/** How it stands after a fact; undefined while no deployment is, and once its release is concluded. Pure. */
export function nextStanding(before: Standing | undefined, fact: ReleaseFact): Standing | undefined {
  switch (fact.type) {
    case 'approval.answering':
      return 'answering';
    case 'approval.given':
      return before === 'answering' ? 'forward' : before;
    case 'approval.refused':
      return before === 'answering' ? 'going-back' : before;
    case 'deployment.started':
      return begun(before, fact);
    case 'deployment.observed':
      return fact.snapshot.supersededBy === undefined ? seen(before, fact.snapshot.status) : 'ended';
    case 'rollback.requested':
      return 'asking-back';
    case 'rollback.started':
      return 'going-back';
    case 'watch.started':
      return 'watched';
    case 'release.concluded':
      return undefined;
    default:
      return before;
  }
}

function begun(
  before: Standing | undefined,
  { deployment, how }: Extract<ReleaseFact, { type: 'deployment.started' }>,
): Standing {
  if (deployment.endedAt !== undefined) return 'ended';
  if (before !== 'going-back') return 'forward';
  // One that is found is that which AWS has heard about; any other one is begun to go back by.
  return how === 'found' ? before : 'taking-back';
}

function seen(before: Standing | undefined, status: DeploymentStatus): Standing | undefined {
  if (!endStatuses.has(status)) return before;
  switch (status) {
    case 'successful':
      if (before === 'taking-back') return 'rolled-back';
      return before === 'watched' || before === 'rolled-back' ? before : 'successful';
    case 'rolled-back':
      // AWS has gone back from the way back itself.
      return before === 'taking-back' ? 'ended' : 'rolled-back';
    default:
      return 'ended';
  }
}

/** Whether AWS still has something to do with it, or may have. Pure. */
export function isUnderWay(standing: Standing): boolean {
  return changedAt(standing) === 'in-progress' || changedAt(standing) === 'unknown';
}

/** What the world looks like while it stands so. Pure. */
export function changedAt(standing: Standing): Changed {
  switch (standing) {
    case 'answering':
    case 'asking-back':
      return 'unknown';
    case 'forward':
    case 'going-back':
    case 'taking-back':
      return 'in-progress';
    case 'successful':
    case 'watched':
      return 'released';
    case 'rolled-back':
      return 'rolled-back';
    case 'ended':
      return 'left-as-is';
    default:
      return standing satisfies never;
  }
}
