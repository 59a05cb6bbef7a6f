import type { ShiftRecord } from '../../records/shift.ts';
import type { Situation } from '../rolling-step.ts';

/** What a revision is in a shift; `leftover`: neither of the two, from a deployment that did not come to its end. */
export type Colour = 'green' | 'blue' | 'leftover';

export interface OrderSituation {
  readonly colour: Colour;
  readonly shift: Pick<ShiftRecord, 'direction' | 'isScaledUp' | 'cleansUp' | 'position'>;
  readonly desired: number;
  /** Its tasks that start or are healthy. */
  readonly size: number;
  /** Its rollout is FAILED. */
  readonly hasFailed: boolean;
  /** Its tasks do not come up, and the scheduler pauses before it starts more. */
  readonly backsOff: boolean;
  /** Production requests go to it. */
  readonly serves: boolean;
  /** The blue revision has all its tasks, or there is none. */
  readonly blueIsWhole: boolean;
}

/** How many tasks a revision is to have, and what the scheduler may do about it. */
export interface Order {
  readonly count: number;
  readonly may: Situation['primaryMay'];
}

const none: Order = { count: 0, may: 'hold' };

export function orderFor(situation: OrderSituation): Order {
  const { colour, shift, desired, size, hasFailed, backsOff } = situation;
  switch (colour) {
    case 'green':
      if (shift.direction === 'back') {
        return shift.cleansUp ? none : { count: Math.min(desired, size), may: 'failed' };
      }
      if (!shift.isScaledUp) return none;
      if (hasFailed) return { count: desired, may: 'failed' };
      return { count: desired, may: backsOff ? 'back-off' : 'roll' };
    case 'blue':
      if (shift.direction === 'forward' && shift.cleansUp) return none;
      return { count: desired, may: 'roll' };
    case 'leftover':
      return isSuperfluous(situation) ? none : { count: size, may: 'hold' };
    default:
      return colour satisfies never;
  }
}

/** A leftover stays until the shift has begun, nothing is sent to it, and it need not stand in for the blue revision. */
function isSuperfluous({ shift, serves, blueIsWhole }: OrderSituation): boolean {
  return shift.position >= 0 && !serves && blueIsWhole;
}
