import type { PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { WayBack } from '../../model/way-back.ts';
import type { FoundTarget } from './choose-target.ts';

/**
 * How a target is brought in, and what that costs. Pure.
 * @param strategy AWS's word for what brings it in
 */
export function redeploying({ release, revision, history }: FoundTarget, strategy: string): WayBack {
  return {
    mechanism: { kind: 'redeploy', strategy, lastTookMilliseconds: lastTook(history.releases, strategy) },
    release,
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
