import { revisionName } from '../../model/service-ref.ts';
import type { FoundTarget } from './choose-target.ts';
import { isGood, isTakenBack, runs } from './ways-back.ts';

/** What a person has left, so that no later rollback leads to it. */
export interface LeftBehind {
  /** ARN of the revision. */
  readonly taskDefinition: string;
  /** When its release ended, AWS's clock, where AWS tells. */
  readonly endedAt: number;
}

/**
 * The release that a way back leaves, which AWS calls successful and a person does not: undefined where the way leads forward again, or
 * where what serves is known to be bad already. What AWS has forgotten the release of is left as well. Pure.
 * @param now milliseconds since the epoch
 */
export function leftBehind({ release, revision, history }: FoundTarget, now: number): LeftBehind | undefined {
  const { releases, serving } = history;
  const known = releases.filter((one) => runs(one, serving));
  const left = known.find(isGood);
  if ((left === undefined && known.length > 0) || revisionName(serving) === revisionName(revision.arn))
    return undefined;
  // Who brings back what was taken back undoes that: nothing is said against what served meanwhile.
  const leadsForward =
    release === undefined ||
    isTakenBack(release) ||
    (left === undefined ? release.outcome !== 'succeeded' : release.createdAt >= left.createdAt);
  if (leadsForward) return undefined;
  if (left === undefined) return { taskDefinition: serving, endedAt: now };
  return { taskDefinition: left.taskDefinition, endedAt: left.finishedAt ?? left.createdAt };
}
