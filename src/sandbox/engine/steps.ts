interface Step<Value> {
  readonly at: number;
  readonly value: Value;
}

/** So many changes are forgotten at once: each time costs a look at all that stay. */
const forgottenAtOnce = 256;

/** What something was over time: only changes are kept, so an hour costs as much as a second. Times are milliseconds since the epoch. */
export class Steps<Value> {
  readonly #steps: Step<Value>[] = [];
  readonly #retention: number;

  /** What was so before the last `retention` milliseconds may be forgotten. */
  constructor(retention: number) {
    this.#retention = retention;
  }

  /** It is so from now on; `at` is never before the last change. */
  set(at: number, value: Value): void {
    if (this.#steps.at(-1)?.at === at) this.#steps.pop();
    this.#steps.push({ at, value });
    // The one that was so at that moment stays.
    const old = this.#indexAt(at - this.#retention);
    if (old >= forgottenAtOnce) this.#steps.splice(0, old);
  }

  /** Since when it is known; undefined if it never was anything. */
  get since(): number | undefined {
    return this.#steps[0]?.at;
  }

  get last(): Value | undefined {
    return this.#steps.at(-1)?.value;
  }

  at(moment: number): Value | undefined {
    return this.#steps[this.#indexAt(moment)]?.value;
  }

  /** What it was between two moments, each with for how many milliseconds. */
  *between(from: number, to: number): Iterable<{ readonly value: Value; readonly lasted: number }> {
    for (let index = Math.max(0, this.#indexAt(from)); index < this.#steps.length; index++) {
      const step = this.#steps[index];
      if (step === undefined || step.at >= to) return;
      const until = Math.min(to, this.#steps[index + 1]?.at ?? to);
      const lasted = until - Math.max(from, step.at);
      if (lasted > 0) yield { value: step.value, lasted };
    }
  }

  /** The index of the last change that is not after a moment; -1 before the first. */
  #indexAt(moment: number): number {
    let low = 0;
    let high = this.#steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#steps[middle]?.at ?? 0) <= moment) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
