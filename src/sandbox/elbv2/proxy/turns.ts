import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetGroup } from '../target-group.ts';
import type { Forward, GroupShare } from './decide.ts';
import { WeightedTurns } from './weighted-turns.ts';

/** Whose turn it is, for every action that forwards and every target group of a world. */
export class Turns {
  readonly #ofActions = new WeakMap<Action, WeightedTurns>();
  readonly #ofGroups = new WeakMap<TargetGroup, number>();

  /** An action that was replaced begins anew: no debt of the old weights is carried over. */
  amongGroups({ action, groups }: Forward): GroupShare | undefined {
    if (groups.length === 1 && groups[0] !== undefined && groups[0].weight > 0) return groups[0];
    let turns = this.#ofActions.get(action);
    if (turns === undefined) this.#ofActions.set(action, (turns = new WeightedTurns()));
    return turns.next(groups);
  }

  /** Counts through the targets of a group. */
  inGroup(group: TargetGroup): number {
    const turn = this.#ofGroups.get(group) ?? 0;
    this.#ofGroups.set(group, turn + 1);
    return turn;
  }
}
