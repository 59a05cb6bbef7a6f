import type { PastRelease } from '../../model/past-release.ts';

/**
 * What served before a release: what AWS says that it replaced, or the last one before it that succeeded. Pure.
 * @param releases newest first
 * @param replaced ARNs of service revisions
 */
export function releaseBefore(
  releases: readonly PastRelease[],
  release: PastRelease,
  replaced: readonly string[] = [],
): PastRelease | undefined {
  const older = releases.slice(releases.indexOf(release) + 1);
  const succeeded = older.filter(({ outcome }) => outcome === 'succeeded');
  const isReplaced = ({ serviceRevisionArn }: PastRelease): boolean =>
    serviceRevisionArn !== undefined && replaced.includes(serviceRevisionArn);
  return succeeded.find(isReplaced) ?? older.find(isReplaced) ?? succeeded[0];
}
