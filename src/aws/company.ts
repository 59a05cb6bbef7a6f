import type { Clock } from '../model/clock.ts';
import type { Milliseconds } from '../model/duration.ts';

/** One release's place among those that look at the same instants. */
export interface Looks {
  /** How long until the others look; 0 for who is alone. */
  readonly untilFirst: Milliseconds;
  /** How long to sleep for the last common instant within `atMost`; where that is less than an interval, all of it. */
  untilNext(atMost: Milliseconds): Milliseconds;
  stop(): void;
}

// A timer may wake a moment before its time: the instant that is about to come is the one it was set for.
const early: Milliseconds = 5;

/**
 * The releases of a process that are under way at the same time. Their looks at AWS fall on a common tick, so that what they ask
 * can be asked in one call.
 */
export class Company {
  readonly #clock: Clock;
  #members = 0;
  #lookers = 0;
  /** An instant of the tick: the first look of whoever was alone. */
  #origin: Milliseconds = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether others are likely to ask at the same moment, so that it is worth waiting a little for them. */
  get isSeveral(): boolean {
    return this.#members > 1 || this.#lookers > 1;
  }

  /** One of several releases gets under way, long before it looks. @returns how it leaves */
  join(): () => void {
    this.#members += 1;
    let isIn = true;
    return () => {
      if (isIn) this.#members -= 1;
      isIn = false;
    };
  }

  /** Joins those who look every `interval`, which is the same for all. */
  look(interval: Milliseconds): Looks {
    if (this.#lookers === 0) this.#origin = this.#clock.now();
    this.#lookers += 1;
    const sinceTick = (later: Milliseconds): Milliseconds => {
      const since = (this.#clock.now() + later - this.#origin) % interval;
      // The clock may have been set back.
      return since < 0 ? since + interval : since;
    };
    const since = sinceTick(0);
    return {
      untilFirst: since === 0 ? 0 : interval - since,
      untilNext: (atMost) => (atMost < interval ? atMost : atMost + early - sinceTick(atMost + early)),
      stop: () => {
        this.#lookers -= 1;
      },
    };
  }
}
