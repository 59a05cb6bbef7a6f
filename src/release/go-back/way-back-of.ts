import type { PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { WayBack } from '../../model/way-back.ts';
import type { FoundTarget } from './choose-target.ts';
import { isGood, runs, type ReleaseHistory } from './ways-back.ts';

/**
 * How a target is brought in, and what that costs. Pure.
 * @param strategy AWS's word for what brings it in
 */
export function redeploying({ release, revision, history }: FoundTarget, strategy: string): WayBack {
  return {
    mechanism: { kind: 'redeploy', strategy, lastTookMilliseconds: lastTook(history.releases, strategy) },
    release,
    others: othersThan(revision.arn, history),
    copies: revision.status === 'ACTIVE' ? undefined : revisionName(revision.arn),
  };
}

/** How long the last release took that succeeded by this strategy; undefined where none is known. Pure. */
function lastTook(releases: readonly PastRelease[], strategy: string): number | undefined {
  const last = releases.find(
    ({ outcome, source, finishedAt, strategy: by }) =>
      outcome === 'succeeded' &&
      finishedAt !== undefined &&
      // CodeDeploy goes by configurations of its own.
      (source === 'codedeploy' || by === strategy),
  );
  return last?.finishedAt === undefined ? undefined : last.finishedAt - last.createdAt;
}

// More than these are no help to choose from.
const mostOthers = 8;

/** The releases that a person may prefer, one for each revision: the last that ended well, or else the last. Pure. */
function othersThan(target: string, { releases, serving }: ReleaseHistory): PastRelease[] {
  const found = new Map<string, PastRelease>();
  for (const release of releases) {
    const { taskDefinition, outcome } = release;
    if (taskDefinition === undefined || outcome === 'in-progress') continue;
    if (runs(release, target) || runs(release, serving)) continue;
    const name = revisionName(taskDefinition);
    const known = found.get(name);
    if (known === undefined || (isGood(release) && !isGood(known))) found.set(name, release);
  }
  return [...found.values()].sort((a, b) => b.createdAt - a.createdAt).slice(0, mostOthers);
}
