import type { Snapshot } from '../../model/deployment.ts';
import type { Gate } from '../../model/gate.ts';

/**
 * Whether there is anything of the new revision to measure: a task that runs; and for numbers of CloudWatch, where traffic shifts, some
 * traffic, be it test traffic. One that measures a number of times does not spend them on test traffic, which may be none. Pure.
 */
export function canMeasure({ check, count }: Gate, { target, shift }: Snapshot): boolean {
  if (target.running === 0) return false;
  if (check.kind !== 'metrics' || shift === undefined) return true;
  return shift.production > 0 || (shift.test > 0 && count === undefined);
}
