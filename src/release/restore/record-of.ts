import type { PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';
import { wasTakenBack } from '../../model/taken-back.ts';

/** Whose record says how the service was configured under a release. */
export type ConfiguredBy =
  | { readonly kind: 'release'; readonly release: PastRelease }
  /** It was a way back, which runs without bakes, pauses and alarms, and what it went back to is not among the releases. */
  | { readonly kind: 'was-way-back' };

/**
 * The release whose service deployment tells how the service was configured: the release itself, or, where that was a way back, the one that it went
 * back to. Pure.
 * @param releases newest first
 * @param original `family:revision` that its revision is a copy of
 */
export function configuredBy(
  release: PastRelease,
  releases: readonly PastRelease[],
  original: string | undefined,
): ConfiguredBy {
  const older = releases.slice(releases.findIndex(({ id }) => id === release.id) + 1);
  if (!wasWayBack(release, older, original)) return { kind: 'release', release };
  const earlier = older.find(
    (one) => one.source === 'ecs' && one.outcome === 'succeeded' && isOne(one, release, original),
  );
  return earlier === undefined ? { kind: 'was-way-back' } : configuredBy(earlier, older, original);
}

/**
 * Whether a release brought in again what had served before what it replaced: then another release lies between the two, or it replaced what was
 * taken back, or its revision is a copy, which only a way back makes.
 */
function wasWayBack(
  release: PastRelease,
  older: readonly PastRelease[],
  original: string | undefined,
): boolean {
  const { taskDefinition } = release;
  if (original !== undefined && taskDefinition !== undefined && revisionName(taskDefinition) !== original)
    return true;
  const good = older.filter(({ outcome }) => outcome === 'succeeded');
  const [replaced] = good;
  if (replaced === undefined || isOne(replaced, release, original)) return false;
  const { createdAt, origin } = replaced;
  if (wasTakenBack({ createdAt, takenBackAt: origin.takenBackAt })) return true;
  return good.some((one) => isOne(one, release, original));
}

function isOne(
  { taskDefinition: one }: PastRelease,
  { taskDefinition: other }: PastRelease,
  original: string | undefined,
): boolean {
  if (one === undefined || other === undefined) return false;
  return revisionName(one) === revisionName(other) || revisionName(one) === original;
}
