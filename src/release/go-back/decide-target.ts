import { versionOf, type PastRelease } from '../../model/past-release.ts';
import { hasTakenBack, leadsBack, waysBack, type GoodRelease, type ReleaseHistory } from './ways-back.ts';

/** Where a service goes that is to go back, without anybody having named a release. */
export type TargetDecision =
  /** Nearest first: the first one that can still run is the target. */
  | {
      readonly kind: 'back';
      readonly ways: readonly GoodRelease[];
      /** A way back that AWS has taken back itself, so that the bad release serves again. */
      readonly failedBefore?: PastRelease | undefined;
    }
  /** The newest release was taken back already, by AWS or by a person; `ways` lead further back, for whoever names one. */
  | { readonly kind: 'already-back'; readonly ways: readonly GoodRelease[] }
  | { readonly kind: 'nothing-before' };

/**
 * To the last release that succeeded before what serves now, with another revision. Where the newest one was taken back, there is nothing to do, unless
 * it was a way back itself: what AWS has returned to then is what was to be left. A way back that has ended well is not gone a second time, neither
 * round to what was left nor further: two people at night type the same. Pure.
 */
export function decideTarget(history: ReleaseHistory): TargetDecision {
  const [last, ...before] = history.releases;
  const ways = waysBack(history);
  if (last?.outcome === 'rolled-back') {
    const revision = versionOf(last);
    const wasWayBack = revision !== undefined && leadsBack({ ...history, releases: before }, revision);
    if (!wasWayBack) return { kind: 'already-back', ways };
    return { kind: 'back', ways, failedBefore: last };
  }
  if (hasTakenBack(history.releases)) return { kind: 'already-back', ways };
  return ways.length === 0 ? { kind: 'nothing-before' } : { kind: 'back', ways };
}

/** A task set of a service under CodeDeploy, as far as this goes. */
interface TaskSet {
  /** Of the deployment that has created it. */
  readonly externalId?: string | undefined;
  readonly status: string;
  readonly runningCount: number;
  readonly desiredCount: number;
}

/** Whether the newest release of CodeDeploy was halted, and nothing has taken it back: its tasks are still there beside what serves. Pure. */
export function isLeftHalfWay(
  newest: PastRelease | undefined,
  { deployments }: { readonly deployments: readonly TaskSet[] },
): boolean {
  if (newest?.source !== 'codedeploy') return false;
  if (!['stopped', 'failed', 'rollback-failed'].includes(newest.outcome)) return false;
  return deployments.some(
    ({ externalId, status, runningCount, desiredCount }) =>
      externalId === newest.id && status !== 'PRIMARY' && runningCount + desiredCount > 0,
  );
}
