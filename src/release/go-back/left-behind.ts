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
 * where what serves is known to be bad already. Pure.
 */
export function leftBehind({ release, revision, history }: FoundTarget): LeftBehind | undefined {
  const left = history.releases.find((one) => isGood(one) && runs(one, history.serving));
  if (left?.taskDefinition === undefined || runs(left, revision.arn)) return undefined;
  // Who brings back what was taken back undoes that: nothing is said against what served meanwhile.
  const leadsForward = release === undefined || isTakenBack(release) || release.createdAt >= left.createdAt;
  if (leadsForward) return undefined;
  return { taskDefinition: left.taskDefinition, endedAt: left.finishedAt ?? left.createdAt };
}
