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
 * Whether the newest release is the way back of the one before it, which AWS calls successful, and which was taken back all the same: by a
 * gate, by the run that it belonged to, or by a person. Pure.
 * @param original what the newest one's revision is a copy of, where it is one
 */
export function hasTakenBack(releases: readonly PastRelease[], original?: string): boolean {
  const [newest, bad, ...earlier] = releases;
  if (newest?.taskDefinition === undefined || bad?.taskDefinition === undefined) return false;
  if (!isGood(newest) || !isTakenBack(bad)) return false;
  return leadsBack({ releases: earlier, serving: bad.taskDefinition }, original ?? newest.taskDefinition);
}

/** Whether AWS calls a release successful that was taken back all the same. Pure. */
export function isTakenBack({ outcome, createdAt, origin: { takenBackAt } }: PastRelease): boolean {
  return outcome === 'succeeded' && wasTakenBack({ createdAt, takenBackAt });
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
