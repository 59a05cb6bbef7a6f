import { versionOf, type PastRelease } from '../../model/past-release.ts';

/**
 * The last releases that one could go back to: successful, and not taken back after that. Two of the same revision count once, and so do
 * a revision and its copy: who goes back wants another one. Pure.
 * @param releases newest first
 */
export function lastGoodReleases(releases: readonly PastRelease[], keep: number): readonly PastRelease[] {
  const good: PastRelease[] = [];
  for (const release of releases) {
    if (good.length === keep) break;
    if (!isGood(release)) continue;
    const isKnown = good.some(
      (one) => one.taskDefinition !== undefined && versionOf(one) === versionOf(release),
    );
    if (!isKnown) good.push(release);
  }
  return good;
}

/** Whether AWS calls it successful, and nobody has taken it back although it does. */
function isGood({ outcome, createdAt, origin: { takenBackAt = 0 } }: PastRelease): boolean {
  return outcome === 'succeeded' && createdAt > takenBackAt;
}
