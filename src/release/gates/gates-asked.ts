import type { Milliseconds } from '../../model/duration.ts';
import type { Gate } from '../../model/gate.ts';
import type { DeployRequest } from '../requests.ts';

/** The gates that a run measures: none where it does without them. Pure. */
export function gatesAsked({ gates }: Pick<DeployRequest, 'gates'>): readonly Gate[] {
  return gates === undefined || gates.areSkipped === true ? [] : gates.gates;
}

/** How long it is watched after its end. Pure. */
export function watchOf({ gates }: Pick<DeployRequest, 'gates'>): Milliseconds {
  return gates === undefined || gates.areSkipped === true ? 0 : gates.watchForMilliseconds;
}
