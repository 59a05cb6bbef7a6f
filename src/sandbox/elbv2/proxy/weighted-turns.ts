import type { GroupShare } from './decide.ts';

/**
 * Gives turns by weight, as evenly spread as can be: in every run of as many turns as the weights add up to, each group has exactly
 * its weight. (The smooth weighted round robin of nginx. AWS tells only that shares follow weights.)
 */
export class WeightedTurns {
  readonly #credit = new Map<string, number>();

  /** The group whose turn it is; undefined if none has a weight above 0. */
  next(groups: readonly GroupShare[]): GroupShare | undefined {
    let chosen: GroupShare | undefined;
    let highest = Number.NEGATIVE_INFINITY;
    let total = 0;
    for (const group of groups) {
      if (group.weight <= 0) continue;
      total += group.weight;
      const credit = (this.#credit.get(group.targetGroupArn) ?? 0) + group.weight;
      this.#credit.set(group.targetGroupArn, credit);
      if (credit > highest) {
        highest = credit;
        chosen = group;
      }
    }
    if (chosen !== undefined) this.#credit.set(chosen.targetGroupArn, highest - total);
    return chosen;
  }
}
