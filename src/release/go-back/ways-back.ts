import type { PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';
import { wasTakenBack } from '../../model/taken-back.ts';

/** What going back is decided by. */
export interface ReleaseHistory {
  /** Newest first. */
  readonly releases: readonly PastRelease[];
  /** ARN or `family:revision` of what serves. */
  readonly serving: string;
}

/** A release that is known to have run well, and with what. */
export type GoodRelease = PastRelease & { readonly taskDefinition: string };

/**
 * The releases that a service can be taken back to, nearest first: they succeeded, before what serves now did, each with another revision than what
 * serves and than those before it in the list. Never "revision minus one": that is often another broken one. Pure.
 */
export function waysBack({ releases, serving }: ReleaseHistory): readonly GoodRelease[] {
  const good = releases.filter(isGood);
  // What serves may never have succeeded: then everything that has comes before it.
  const current = good.findIndex((release) => runs(release, serving));
  const before = good.slice(current + 1).filter((release) => !runs(release, serving));
  const seen = new Set<string>();
  return before.filter(({ taskDefinition }) => {
    const name = revisionName(taskDefinition);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

/** Whether a release succeeded and stayed, and AWS still tells with what. Pure. */
export function isGood(release: PastRelease): release is GoodRelease {
  const { outcome, taskDefinition, createdAt, origin } = release;
  const stayed = !wasTakenBack({ createdAt, takenBackAt: origin.takenBackAt });
  return outcome === 'succeeded' && taskDefinition !== undefined && stayed;
}

/**
 * Whether the newest release is the way back of the one before it, which AWS calls successful, and which was taken back all the same. Pure.
 */
export function hasTakenBack([newest, bad, ...earlier]: readonly PastRelease[]): boolean {
  if (newest === undefined || bad?.taskDefinition === undefined || !isGood(newest)) return false;
  const { createdAt, origin } = bad;
  const isBad = bad.outcome === 'succeeded' && wasTakenBack({ createdAt, takenBackAt: origin.takenBackAt });
  const [back] = isBad ? waysBack({ releases: earlier, serving: bad.taskDefinition }) : [];
  return back !== undefined && runs(newest, back.taskDefinition);
}

/** Whether a release brought this revision in, named in either way. Pure. */
export function runs({ taskDefinition }: PastRelease, revision: string): boolean {
  return taskDefinition !== undefined && revisionName(taskDefinition) === revisionName(revision);
}

/**
 * Whether a deployment of this revision goes back rather than forward: it succeeded once, before what serves did. Pure.
 * @param history as it was before that deployment
 */
export function leadsBack(history: ReleaseHistory, revision: string): boolean {
  return waysBack(history).some((release) => runs(release, revision));
}
