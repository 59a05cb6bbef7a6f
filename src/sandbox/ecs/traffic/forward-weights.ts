import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';

/** The target groups of a rule's forward action, with their weights; none where it forwards nothing. */
export function weightsIn(actions: readonly Action[]): ReadonlyMap<string, number> {
  const forward = actions.find((action) => action.Type === 'forward');
  const groups = forward?.ForwardConfig?.TargetGroups ?? [];
  return new Map(groups.map((group) => [group.TargetGroupArn ?? '', group.Weight ?? 1]));
}

/** Whole percentages are the weights; with a fraction they are parts of a thousand, as weights go up to 999. */
export function weightsFor(percent: number): { readonly of: number; readonly rest: number } {
  if (Number.isInteger(percent)) return { of: percent, rest: 100 - percent };
  const of = Math.round(percent * 10);
  return { of, rest: 1000 - of };
}

/**
 * The actions with new weights for some groups of the forward action. Groups that it lacks are added, all else stays: other groups, other
 * actions, stickiness. The action is a new one, from which a load balancer begins to count turns afresh.
 */
export function withWeights(actions: readonly Action[], weights: ReadonlyMap<string, number>): Action[] {
  return actions.map((action) => {
    if (action.Type !== 'forward') return action;
    const { TargetGroupArn: single, ForwardConfig: config, ...rest } = action;
    const known =
      config?.TargetGroups ?? (single === undefined ? [] : [{ TargetGroupArn: single, Weight: 1 }]);
    const kept = known.map((group) => ({
      ...group,
      Weight: weights.get(group.TargetGroupArn ?? '') ?? group.Weight ?? 1,
    }));
    const added = [...weights]
      .filter(([arn]) => !known.some((group) => group.TargetGroupArn === arn))
      .map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
    return { ...rest, ForwardConfig: { ...config, TargetGroups: [...kept, ...added] } };
  });
}
