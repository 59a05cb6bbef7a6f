import { changedBy, type Outcome } from '../../model/outcome.ts';
import { allSuspended, isSameSuspension, type PlannedScaling } from '../../model/scaling.ts';

/**
 * What a release has to do with autoscaling.
 * - `suspend`: before it starts, and restore it when it is over.
 * - `restore-first`, `restore-last`: what an earlier run has left suspended, before or after this one.
 */
export type ScalingOrder = 'suspend' | 'restore-first' | 'restore-last' | 'none';

/** What a deploy has to do, by its plan. Pure. */
export function scalingOrder(
  planned: PlannedScaling | undefined,
  { isAdopted, isNothing }: { readonly isAdopted: boolean; readonly isNothing: boolean },
): ScalingOrder {
  if (planned?.kind !== 'target') return 'none';
  if (planned.suspends && !isNothing) return 'suspend';
  // Only where everything is suspended may it have been a run of ours.
  if (!isSameSuspension(planned.suspended, allSuspended)) return 'none';
  return isAdopted ? 'restore-last' : 'restore-first';
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
