import { changedBy, type Outcome } from '../../model/outcome.ts';
import type { PlannedScaling } from '../../model/scaling.ts';
import type { Tag } from '../../model/task-definition.ts';
import { scalingNoteIn } from './scaling-note.ts';

/**
 * What a release has to do with autoscaling.
 * - `suspend`: before it starts, and restore it when it is over.
 * - `restore-first`, `restore-last`: what an earlier run has left suspended, before or after this one.
 */
export type ScalingOrder = 'suspend' | 'restore-first' | 'restore-last' | 'none';

/** What a deploy has to do, by its plan and the tags of the service. Pure. */
export function scalingOrder(
  planned: PlannedScaling | undefined,
  tags: readonly Tag[],
  { isNothing, isUnderWay }: { readonly isNothing: boolean; readonly isUnderWay: boolean },
): ScalingOrder {
  if (planned?.kind === 'target' && planned.suspends && !isNothing) return 'suspend';
  if (isUnderWay) return leftByEarlierRun(tags);
  return leftByEarlierRun(tags) === 'none' ? 'none' : 'restore-first';
}

/** What is to be done by a run that starts nothing with autoscaling suspended itself: nothing, unless the service has a note. Pure. */
export function leftByEarlierRun(tags: readonly Tag[]): ScalingOrder {
  return scalingNoteIn(tags) === undefined ? 'none' : 'restore-last';
}

/**
 * What becomes of autoscaling after a release.
 * - `restore`: the deployment is over, or was never started.
 * - `restore-if-ours`: another deployment took its place, and may have taken over the suspension with it.
 * - `keep`: the deployment goes on at AWS.
 * - `leave-alone`: nothing was done, or there is nothing left that could scale.
 */
export type ScalingAfter = 'restore' | 'restore-if-ours' | 'keep' | 'leave-alone';

/** Pure. */
export function scalingAfter(outcome: Outcome): ScalingAfter {
  const changed = changedBy(outcome);
  if (changed === 'in-progress' || changed === 'unknown') return 'keep';
  if (outcome.kind === 'superseded') return 'restore-if-ours';
  if (outcome.kind === 'planned') return 'leave-alone';
  if (outcome.kind === 'stopped' && outcome.because.kind === 'service-gone') return 'leave-alone';
  return 'restore';
}
