/** What is known of a set of values without the values. */
export interface SampleSet {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What was measured in some stretch of time: values, each with how often it was seen, and sets that were measured elsewhere. */
export class Samples {
  readonly #counts = new Map<number, number>();
  readonly #sets: SampleSet[] = [];

  static of(value: number, count = 1): Samples {
    const samples = new Samples();
    samples.add(value, count);
    return samples;
  }

  add(value: number, count = 1): void {
    if (count > 0) this.#counts.set(value, (this.#counts.get(value) ?? 0) + count);
  }

  addSet(set: SampleSet): void {
    // Its values are known all the same.
    if (set.minimum === set.maximum) this.add(set.minimum, set.count);
    else this.#sets.push(set);
  }

  merge(other: Samples): void {
    for (const [value, count] of other.#counts) this.add(value, count);
    for (const set of other.#sets) this.#sets.push(set);
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0 && this.#sets.length === 0;
  }

  get count(): number {
    return this.#total(
      (_value, count) => count,
      ({ count }) => count,
    );
  }

  get sum(): number {
    return this.#total(
      (value, count) => value * count,
      ({ sum }) => sum,
    );
  }

  get minimum(): number {
    let least = Number.POSITIVE_INFINITY;
    for (const value of this.#counts.keys()) least = Math.min(least, value);
    for (const set of this.#sets) least = Math.min(least, set.minimum);
    return least;
  }

  get maximum(): number {
    let most = Number.NEGATIVE_INFINITY;
    for (const value of this.#counts.keys()) most = Math.max(most, value);
    for (const set of this.#sets) most = Math.max(most, set.maximum);
    return most;
  }

  /** The smallest value that this share of all values, in percent, does not exceed. Of a set whose values are not known nobody can tell. */
  percentile(percent: number): number | undefined {
    if (this.#sets.length > 0) return undefined;
    const sorted = [...this.#counts].sort(([a], [b]) => a - b);
    const rank = (this.count * percent) / 100;
    let passed = 0;
    for (const [value, count] of sorted) {
      passed += count;
      // Counts of simulated traffic are whole; the tolerance is for the rank.
      if (passed >= rank - 1e-9) return value;
    }
    return sorted.at(-1)?.[0];
  }

  #total(ofValue: (value: number, count: number) => number, ofSet: (set: SampleSet) => number): number {
    let total = 0;
    for (const [value, count] of this.#counts) total += ofValue(value, count);
    for (const set of this.#sets) total += ofSet(set);
    return total;
  }
}
