/**
 * Tokens that calls take, refilled evenly up to `burst`. A call that finds none takes none. Counted in thousandths, so that whole
 * milliseconds and whole rates add up exactly.
 */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perSecond: number;
  #thousandths: number;
  #filledAt: number;

  /** A full one; `now` is in milliseconds. */
  constructor(burst: number, perSecond: number, now: number) {
    this.#capacity = burst * 1000;
    this.#perSecond = perSecond;
    this.#thousandths = this.#capacity;
    this.#filledAt = now;
  }

  /** Takes a token; false if there is none. */
  take(now: number): boolean {
    const refilled = this.#thousandths + Math.max(0, now - this.#filledAt) * this.#perSecond;
    this.#thousandths = Math.min(this.#capacity, refilled);
    this.#filledAt = Math.max(now, this.#filledAt);
    if (this.#thousandths < 1000) return false;
    this.#thousandths -= 1000;
    return true;
  }
}
