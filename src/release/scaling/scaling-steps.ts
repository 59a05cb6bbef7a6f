import { allSuspended, isSameSuspension, type SuspendedScaling } from '../../model/scaling.ts';
import type { ScalingNote } from './scaling-note.ts';

/** One call that changes something; each may be repeated, and a process may die after any of them. */
export type ScalingStep =
  /** Writes the tag, over one that is there. */
  | { readonly kind: 'note'; readonly note: ScalingNote }
  | { readonly kind: 'set'; readonly suspended: SuspendedScaling }
  /** Takes the tag away. */
  | { readonly kind: 'forget' };

/**
 * From autoscaling as it stands to all of it suspended. What stood before is noted first, and a note that is there is kept: it is of
 * a run that was killed, or of one whose deployment this one comes after. Only where neither we nor that run left it like
 * this has somebody else decided since, and then that is what is to be restored. Pure.
 * @param current read after `noted`: whoever restores takes the note away last
 */
export function stepsToSuspend(
  current: SuspendedScaling,
  noted: ScalingNote | undefined,
  { at, by }: Pick<ScalingNote, 'at' | 'by'>,
): ScalingStep[] {
  const isOurs =
    noted !== undefined &&
    (isSameSuspension(current, noted.before) || isSameSuspension(current, allSuspended));
  const before = isOurs ? noted.before : current;
  if (isSameSuspension(before, allSuspended)) return noted === undefined ? [] : [{ kind: 'forget' }];
  const note: ScalingStep = { kind: 'note', note: { before, at, by } };
  return isSameSuspension(current, allSuspended) ? [note] : [note, { kind: 'set', suspended: allSuspended }];
}

export interface Restoration {
  readonly steps: readonly ScalingStep[];
  readonly because:
    | 'suspended'
    /** It stands as it did before, by another run or a person. */
    | 'stands-as-before'
    /** Somebody has changed it since it was suspended, and that stays. */
    | 'changed-since'
    /** Nothing scales the service any more. */
    | 'no-target';
}

/** From autoscaling as it stands back to what the note says; the note goes last. Pure. */
export function stepsToRestore(current: SuspendedScaling | undefined, { before }: ScalingNote): Restoration {
  const forget: ScalingStep = { kind: 'forget' };
  if (current === undefined) return { steps: [forget], because: 'no-target' };
  if (isSameSuspension(current, before)) return { steps: [forget], because: 'stands-as-before' };
  if (!isSameSuspension(current, allSuspended)) return { steps: [forget], because: 'changed-since' };
  return { steps: [{ kind: 'set', suspended: before }, forget], because: 'suspended' };
}
