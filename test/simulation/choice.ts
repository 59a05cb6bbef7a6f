import { Random } from '../../src/sandbox/engine/random.ts';

/** Random choices of one history, all from one seed. */
export class Choice {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** @param share from 0 to 1 */
  chance(share: number): boolean {
    return this.#random.next() < share;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return this.#random.between(low, high);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new RangeError('there is nothing to choose from');
    return item;
  }

  /** One of several, each as likely as its weight says. */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item {
    const total = items.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.#random.next() * total;
    for (const [weight, item] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return this.pick(items)[1];
  }

  /** `draw` so many times. */
  several<Item>(low: number, high: number, draw: () => Item): Item[] {
    return Array.from({ length: this.between(low, high) }, draw);
  }
}

/** A seed for each of many, which do not look like their neighbours. */
export function seedOf(seed: number, index: number): number {
  return new Random((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0).between(
    1,
    2_000_000_000,
  );
}
