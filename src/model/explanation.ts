import type { Confidence } from './diagnosis.ts';

/**
 * Whether the same would go well another time, with nothing changed. `never`: waiting is idle. `maybe`: it may. `retry`: the
 * same call is worth repeating. `rolled-back`: AWS goes back, or has gone back, by itself. `none`: there is nothing to heal.
 */
export type Heal = 'never' | 'maybe' | 'retry' | 'rolled-back' | 'none';

/** What a message means, and what helps. */
export interface Explanation {
  /** The part of the id before its dot: what kind of thing went wrong. `unknown` for a message that is not known. */
  readonly family: string;
  /** Stable: an entry of the catalogue, `exit.<code>`, or `unknown`. */
  readonly id: string;
  /** One sentence without its full stop: what happened. */
  readonly cause: string;
  /** What to do about it. */
  readonly advice: string;
  readonly heal: Heal;
  /** How sure it is that the message means that. */
  readonly confidence: Confidence;
  /** The message itself, the first of its kind: on one line, shortened where it is very long. */
  readonly message: string;
  /** How often the same was said. */
  readonly count: number;
}
