import { versionOf, type PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';
import { wasTakenBack } from '../../model/taken-back.ts';

/** What going back is decided by. */
export interface ReleaseHistory {
  /** Newest first. */
  readonly releases: readonly PastRelease[];
  /** ARN or `family:revision` of what serves. */
  readonly serving: string;
  /** `family:revision` of what that is a copy of, where no release tells it. */
  readonly original?: string | undefined;
}

/** A release that is known to have run well, and with what. */
export type GoodRelease = PastRelease & { readonly taskDefinition: string };

/**
 * The releases that a service can be taken back to, nearest first: they succeeded, before what serves now did, each with another revision than what
 * serves and than those before it in the list. A copy is what it is a copy of. Never "revision minus one": that is often another broken one. Pure.
 */
export function waysBack(history: ReleaseHistory): readonly GoodRelease[] {
  const { releases } = history;
  const served = servedVersion(history);
  const good = releases.filter(isGood);
  // What serves may never have succeeded: then everything that has comes before it.
  const current = good.findIndex((release) => versionOf(release) === served);
  const before = good.slice(current + 1).filter((release) => versionOf(release) !== served);
  const seen = new Set<string>();
  return before.filter(({ taskDefinition }) => {
    const name = revisionName(taskDefinition);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

/** `family:revision` of what serves; of a copy, what it is a copy of. Pure. */
export function servedVersion({ releases, serving, original }: ReleaseHistory): string {
  const known = releases.find((release) => runs(release, serving));
  return known?.origin.copyOf ?? original ?? revisionName(serving);
}

/** Whether a release succeeded and stayed, and AWS still tells with what. Pure. */
export function isGood(release: PastRelease): release is GoodRelease {
  const { outcome, taskDefinition, createdAt, origin } = release;
  const stayed = !wasTakenBack({ createdAt, takenBackAt: origin.takenBackAt });
  return outcome === 'succeeded' && taskDefinition !== undefined && stayed;
}

/**
 * Whether the newest release is the way back of the one before it, which AWS calls successful, and which was taken back all the same: by a
 * gate, by the run that it belonged to, or by a person. Tries between them that did not succeed have changed nothing. Pure.
 */
export function hasTakenBack([newest, ...before]: readonly PastRelease[]): boolean {
  if (newest?.taskDefinition === undefined || !isGood(newest)) return false;
  const last = before.findIndex(({ outcome }) => outcome === 'succeeded');
  const bad = before[last];
  if (bad?.taskDefinition === undefined || !isTakenBack(bad)) return false;
  return leadsBack(
    { releases: before.slice(last + 1), serving: bad.taskDefinition, original: bad.origin.copyOf },
    versionOf(newest) ?? newest.taskDefinition,
  );
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
 * @param revision where it is a copy: what it is a copy of
 */
export function leadsBack(history: ReleaseHistory, revision: string): boolean {
  return waysBack(history).some(
    (release) => runs(release, revision) || versionOf(release) === revisionName(revision),
  );
}
