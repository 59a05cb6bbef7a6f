import { versionOf, type PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';
import { releasesCalled } from '../history/releases-called.ts';
import type { TargetName } from './target-name.ts';
import { isGood, servedVersion, waysBack, type GoodRelease, type ReleaseHistory } from './ways-back.ts';

/** Which release a person has named. */
export type NamedTarget =
  /** `others`: the same revision, or another try of it, so that it does not matter which one is meant. */
  | { readonly kind: 'found'; readonly release: PastRelease & { readonly taskDefinition: string } }
  | { readonly kind: 'serves'; readonly release: PastRelease }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly PastRelease[] }
  | { readonly kind: 'unknown' }
  /** AWS remembers fewer releases that succeeded. */
  | { readonly kind: 'too-far'; readonly most: number };

/** Finds the release that is meant. Pure. */
export function findNamed(history: ReleaseHistory, name: TargetName): NamedTarget {
  switch (name.kind) {
    case 'back': {
      const ways = oneOfEachVersion(waysBack(history));
      const release = ways[name.count - 1];
      return release === undefined ? { kind: 'too-far', most: ways.length } : { kind: 'found', release };
    }
    case 'moment':
      // A date may be the tag of an image.
      if (releasesCalled(history.releases, name.text).length > 0) return findCalled(history, name.text);
      return orServes(history, servedAt(history, name.at));
    case 'name':
      return findCalled(history, name.text);
    default:
      return name satisfies never;
  }
}

/** The last release that had succeeded at that moment. Pure. */
export function servedAt({ releases }: ReleaseHistory, at: number): GoodRelease | undefined {
  const then = releases.filter(isGood).filter((release) => endOf(release) <= at);
  return then.reduce<GoodRelease | undefined>(
    (latest, release) => (latest === undefined || endOf(release) > endOf(latest) ? release : latest),
    undefined,
  );
}

function endOf({ finishedAt, createdAt }: PastRelease): number {
  return finishedAt ?? createdAt;
}

function findCalled(history: ReleaseHistory, text: string): NamedTarget {
  const called = releasesCalled(history.releases, text);
  const known = called.filter(hasRevision);
  // One that only says what it was called, and not what it ran, cannot be brought back.
  if (known.length === 0) return { kind: 'unknown' };
  const revisions = new Set(known.map(({ taskDefinition }) => revisionName(taskDefinition)));
  if (revisions.size > 1) {
    // The same image may have been released in several revisions, of which perhaps only one ran well.
    const good = known.filter((release) => isGood(release));
    const goodOnes = new Set(good.map(({ taskDefinition }) => revisionName(taskDefinition)));
    if (goodOnes.size !== 1) return { kind: 'ambiguous', candidates: known };
    return orServes(history, good[0]);
  }
  return orServes(history, known.find((release) => isGood(release)) ?? known[0]);
}

function orServes(
  history: ReleaseHistory,
  release: (PastRelease & { readonly taskDefinition: string }) | undefined,
): NamedTarget {
  if (release === undefined) return { kind: 'unknown' };
  return versionOf(release) === servedVersion(history)
    ? { kind: 'serves', release }
    : { kind: 'found', release };
}

function oneOfEachVersion(releases: readonly GoodRelease[]): readonly GoodRelease[] {
  const versions = releases.map(versionOf);
  return releases.filter((release, index) => versions.indexOf(versionOf(release)) === index);
}

function hasRevision(release: PastRelease): release is PastRelease & { readonly taskDefinition: string } {
  return release.taskDefinition !== undefined;
}
