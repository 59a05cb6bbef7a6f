import type { CodeDeploySettings } from './codedeploy.ts';
import type { DeploymentSettings } from './release-plan.ts';
import type { StrategyConflict } from './strategy-conflicts.ts';
import { trafficRouting } from './traffic-routing.ts';

/** Settings for a service, as a request carries them: which deployment controller it has, only AWS knows. */
interface Wanted {
  readonly settings: DeploymentSettings;
  readonly codeDeploy?: CodeDeploySettings | undefined;
}

type Steps = Pick<DeploymentSettings, 'canary' | 'linear'>;

/** AWS's limits for a native canary and linear deployment, which are not CodeDeploy's. */
const leastLinearPercent = 3;
const longestBake = 1440;

/** What among the settings only CodeDeploy can do, of a service that ECS itself brings in. Pure. */
export function conflictsWithEcs({ settings, codeDeploy }: Wanted): StrategyConflict[] {
  const { strategy } = settings;
  const conflicts: StrategyConflict[] = [];
  if (codeDeploy?.routing?.type === 'AllAtOnce' && strategy === undefined) {
    conflicts.push({
      member: 'deployment.strategy',
      message: 'is ALL_AT_ONCE, which only CodeDeploy has: ECS calls it BLUE_GREEN',
    });
  }
  return [...conflicts, ...beyondEcs(settings)];
}

/** Steps that CodeDeploy would take, and ECS does not. Pure. */
export function beyondEcs({ canary, linear }: Steps): StrategyConflict[] {
  const conflicts: StrategyConflict[] = [];
  if (linear?.percent !== undefined && linear.percent < leastLinearPercent) {
    const message = `is ${linear.percent}, must be from ${leastLinearPercent} to 100: ${forCodeDeploy}`;
    conflicts.push({ member: 'deployment.linear.percent', message });
  }
  const bakes = { 'canary.bake': canary?.bakeTimeInMinutes, 'linear.every': linear?.bakeTimeInMinutes };
  for (const [member, minutes = 0] of Object.entries(bakes)) {
    if (minutes <= longestBake) continue;
    const message = `is ${minutes}m, must be up to ${longestBake}m: ${forCodeDeploy}`;
    conflicts.push({ member: `deployment.${member}`, message });
  }
  return conflicts;
}

const forCodeDeploy = 'only a service with a member codedeploy may have other values';

/** What among the settings CodeDeploy cannot do. Pure. */
export function conflictsWithCodeDeploy({ settings, codeDeploy }: Wanted): StrategyConflict[] {
  const { strategy, canary, linear, hooks = [] } = settings;
  // What is wanted has become a routing, or is a name: only where it is neither, something may be wrong with it.
  const isSettled = codeDeploy?.routing !== undefined || codeDeploy?.configuration !== undefined;
  const wanted = isSettled ? [] : trafficRouting(strategy, { canary, linear }).conflicts;
  const asked = hooks.length === 0 ? [] : [hooksOfEcs];
  return [...wanted, ...asked];
}

const hooksOfEcs: StrategyConflict = {
  member: 'deployment.hooks',
  message: 'are functions that ECS asks, and CodeDeploy does not: its own are codedeploy.hooks',
};

/** Members of `deployment` that have no effect with CodeDeploy: its deployment group holds what does there. Pure. */
export function unusedByCodeDeploy(settings: DeploymentSettings): string[] {
  const unused = {
    'deployment.minimumHealthyPercent': settings.minimumHealthyPercent,
    'deployment.maximumPercent': settings.maximumPercent,
    'deployment.bake': settings.bakeTimeInMinutes,
    'deployment.circuitBreaker': settings.circuitBreaker,
    'deployment.alarms': settings.alarms,
    'deployment.earlySuccess': settings.earlySuccess?.enable === true ? settings.earlySuccess : undefined,
  };
  return Object.entries(unused).flatMap(([member, value]) => (value === undefined ? [] : [member]));
}
