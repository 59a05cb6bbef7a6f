import type { Milliseconds } from '../model/duration.ts';
import type { Quota } from './quotas.ts';

/** Tokens that calls take: refilled evenly, up to `burst`. Knows no clock; whoever asks says what time it is. */
export class TokenBucket {
  readonly #quota: Quota;
  #tokens: number;
  #filledAt: Milliseconds;

  /** A full one. */
  constructor(quota: Quota, now: Milliseconds) {
    this.#quota = quota;
    this.#tokens = quota.burst;
    this.#filledAt = now;
  }

  /** Takes a token; false if there is none. */
  take(now: Milliseconds): boolean {
    this.#fill(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** How long until there is a token; whole milliseconds, at least one: a clock that is not moved on would be asked for ever. */
  untilNext(now: Milliseconds): Milliseconds {
    this.#fill(now);
    return Math.max(1, Math.ceil(((1 - this.#tokens) / this.#quota.perSecond) * 1_000));
  }

  /** AWS has none left, whatever we thought: what is here was used by others. */
  empty(now: Milliseconds): void {
    this.#fill(now);
    this.#tokens = Math.min(this.#tokens, 0);
  }

  #fill(now: Milliseconds): void {
    // A clock that was set back gives nothing, and counts from there.
    const flowed = (Math.max(0, now - this.#filledAt) / 1_000) * this.#quota.perSecond;
    this.#tokens = Math.min(this.#quota.burst, this.#tokens + flowed);
    this.#filledAt = now;
  }
}
