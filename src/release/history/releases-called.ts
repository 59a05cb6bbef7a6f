import type { PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';

// Shorter ones would fit too much; git shortens commits to seven.
const shortestCommit = 7;
const shortestId = 4;

/**
 * The releases that a person may mean by a name: a commit or at least seven characters of it, a tag, a digest, `family:revision`, a
 * revision number, the id of a deployment or its ARN. Whole names go before beginnings of them. Pure.
 * @returns in the order of the releases; several where the name is ambiguous, none where nothing has it
 */
export function releasesCalled(releases: readonly PastRelease[], name: string): readonly PastRelease[] {
  const wanted = name.trim();
  if (wanted === '') return [];
  const exact = releases.filter((release) => isCalled(release, wanted));
  return exact.length > 0 ? exact : releases.filter((release) => beginsWith(release, wanted));
}

function isCalled(release: PastRelease, wanted: string): boolean {
  const { origin, taskDefinition } = release;
  const revision = taskDefinition === undefined ? undefined : revisionName(taskDefinition);
  const lower = wanted.toLowerCase();
  return (
    [release.id, release.arn, release.serviceRevisionArn, taskDefinition, revision, origin.tag].includes(
      wanted,
    ) ||
    revision?.split(':').at(-1) === wanted ||
    origin.commit?.toLowerCase() === lower ||
    digestsOf(release).includes(lower)
  );
}

function beginsWith(release: PastRelease, wanted: string): boolean {
  const lower = wanted.toLowerCase();
  const isCommit = new RegExp(`^[0-9a-f]{${String(shortestCommit)},}$`).test(lower);
  const isDigest = /^sha256:[0-9a-f]{4,}$/.test(lower);
  return (
    (isCommit && release.origin.commit?.toLowerCase().startsWith(lower) === true) ||
    (isDigest && digestsOf(release).some((digest) => digest.startsWith(lower))) ||
    (wanted.length >= shortestId && release.id.startsWith(wanted))
  );
}

function digestsOf({ origin, digests = {} }: PastRelease): readonly string[] {
  return [...(origin.digest === undefined ? [] : [origin.digest]), ...Object.values(digests)];
}
