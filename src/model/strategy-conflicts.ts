import { shiftsTraffic, type ApprovalMoment, type Stage, type Strategy } from './lifecycle.ts';
import type { DeploymentSettings } from './release-plan.ts';
import { strategyOfEcs, type WantedStrategy } from './wanted-strategy.ts';

/** Settings that a strategy has no use for, with the member of `ecsdeploy.yml` that they come from. */
export interface StrategyConflict {
  readonly member: string;
  /** A predicate: "is for CANARY, and …". */
  readonly message: string;
}

/**
 * What a rolling deployment has of the stages that carry hooks, and of the moments at which a person can be asked: it scales, and moves
 * no traffic. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
const stagesOfRolling: readonly Stage[] = ['RECONCILE_SERVICE', 'PRE_SCALE_UP', 'POST_SCALE_UP'];
const momentsOfRolling: readonly ApprovalMoment[] = ['before-traffic'];

/** What among the settings contradicts the strategy. Pure. */
export function strategyConflicts(strategy: string, settings: DeploymentSettings): StrategyConflict[] {
  const conflicts: StrategyConflict[] = [];
  const isOf = (only: Strategy, member: string): void => {
    if (strategy !== only) {
      conflicts.push({
        member: `deployment.${member}`,
        message: `is for ${only}, and the strategy is ${strategy}`,
      });
    }
  };
  if (settings.canary !== undefined) isOf('CANARY', 'canary');
  if (settings.linear !== undefined) isOf('LINEAR', 'linear');
  if (settings.earlySuccess?.enable === true) isOf('ROLLING', 'earlySuccess');
  if (shiftsTraffic(strategy)) return conflicts;
  const moments = (settings.approvals ?? []).map(({ moment }) => moment);
  const impossible = moments.filter((moment) => !momentsOfRolling.includes(moment));
  if (impossible.length > 0) {
    conflicts.push({
      member: 'approve',
      message: `asks ${impossible.join(', ')}, and ${strategy} moves no traffic: with it only ${momentsOfRolling.join(', ')} is possible`,
    });
  }
  const stages = (settings.hooks ?? []).flatMap((hook) => hook.stages);
  const missing = [...new Set(stages)].filter((stage) => !stagesOfRolling.includes(stage));
  if (missing.length > 0) {
    conflicts.push({
      member: 'deployment.hooks',
      message: `names ${missing.join(', ')}, and ${strategy} has only the stages ${stagesOfRolling.join(', ')}`,
    });
  }
  return conflicts;
}

/**
 * The settings without those that another strategy is meant by. A list of which nothing remains is left out, so that the service keeps
 * what it has. Pure.
 */
export function settingsOfStrategy(
  strategy: WantedStrategy,
  settings: DeploymentSettings,
): DeploymentSettings {
  const { canary, linear, earlySuccess, approvals, hooks, ...rest } = settings;
  const isRolling = !shiftsTraffic(strategy);
  const possible = approvals?.filter(({ moment }) => !isRolling || momentsOfRolling.includes(moment));
  const called = hooks?.flatMap((hook) => {
    const stages = hook.stages.filter((stage) => !isRolling || stagesOfRolling.includes(stage));
    return stages.length === 0 ? [] : [{ ...hook, stages }];
  });
  const isLeft = (list: readonly unknown[] | undefined, before: readonly unknown[] | undefined): boolean =>
    list !== undefined && (list.length > 0 || before?.length === 0);
  return {
    ...rest,
    strategy: strategyOfEcs(strategy),
    ...(canary !== undefined && strategy === 'CANARY' ? { canary } : {}),
    ...(linear !== undefined && strategy === 'LINEAR' ? { linear } : {}),
    ...(earlySuccess !== undefined && (isRolling || !earlySuccess.enable) ? { earlySuccess } : {}),
    ...(isLeft(possible, approvals) ? { approvals: possible } : {}),
    ...(isLeft(called, hooks) ? { hooks: called } : {}),
  };
}
