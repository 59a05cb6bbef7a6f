import type { DeploymentStatus } from '../../model/deployment.ts';
import type { PastOutcome, PastRelease } from '../../model/past-release.ts';

/** A release as its controller remembers it, before its revision was looked at. */
export type BareRelease = Omit<PastRelease, 'origin' | 'serves'>;

/** How a release ended, from the status of its deployment; whatever has no end yet, or none that we know, is in progress. */
export function outcomeOf(status: DeploymentStatus): PastOutcome {
  switch (status) {
    case 'successful':
      return 'succeeded';
    case 'stopped':
    case 'rolled-back':
    case 'rollback-failed':
    case 'failed':
      return status;
    case 'gone':
      return 'stopped';
    case 'pending':
    case 'in-progress':
    case 'stopping':
    case 'rollback-requested':
    case 'rolling-back':
    case 'unknown':
      return 'in-progress';
    default:
      return status satisfies never;
  }
}
