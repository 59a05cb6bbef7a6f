import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Rule } from '../../elbv2/listener.ts';
import { weightsIn, withWeights } from '../../ecs/traffic/forward-weights.ts';
import type { World } from '../../world.ts';

/** Two target groups, and how many percent of the requests the second one is to have. */
export interface Share {
  readonly blue: string;
  readonly green: string;
  readonly percent: number;
}

/**
 * How it is written down. `weighted`: both groups with their weights, also 0 and 100. `whole`: a rule that forwards to one group does so to
 * the other one then; one with two weighted groups keeps them.
 */
export type Form = 'weighted' | 'whole';

/** The rules of a listener that forward to one of the two groups: the only ones that CodeDeploy changes (3.2.1 of the specification). */
export function rulesOfPair(world: World, listenerArn: string, pair: readonly string[]): Rule[] {
  const listener = world.elbv2.listener(listenerArn);
  if (listener === undefined) return [];
  return world.elbv2
    .rulesOf(listener)
    .filter(({ actions }) => [...weightsIn(actions).keys()].some((arn) => pair.includes(arn)));
}

/** Gives the two groups their shares in every rule of the listener that forwards to one of them. */
export function divide(world: World, listenerArn: string, share: Share, form: Form): void {
  for (const rule of rulesOfPair(world, listenerArn, [share.blue, share.green])) {
    rule.actions = dividedActions(rule.actions, share, form);
  }
  world.elbv2.refreshUse();
}

function dividedActions(actions: readonly Action[], share: Share, form: Form): Action[] {
  const { blue, green, percent } = share;
  if (form === 'whole' && weightsIn(actions).size === 1 && (percent === 0 || percent === 100)) {
    return actions.map((action) =>
      action.Type === 'forward' ? toOne(action, percent === 0 ? blue : green) : action,
    );
  }
  return withWeights(
    actions,
    new Map([
      [blue, 100 - percent],
      [green, percent],
    ]),
  );
}

function toOne({ ForwardConfig: config, ...action }: Action, arn: string): Action {
  return {
    ...action,
    TargetGroupArn: arn,
    ForwardConfig: { ...config, TargetGroups: [{ TargetGroupArn: arn, Weight: 1 }] },
  };
}
