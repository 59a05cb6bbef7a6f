import type { TrafficRouting } from './codedeploy.ts';
import type { DeploymentSettings } from './release-plan.ts';
import type { StrategyConflict } from './strategy-conflicts.ts';
import type { WantedStrategy } from './wanted-strategy.ts';

/** How CodeDeploy is to move traffic, or why it cannot. */
export interface WantedRouting {
  /** Absent where nothing is said of it, and where it contradicts itself. */
  readonly routing?: TrafficRouting | undefined;
  readonly conflicts: readonly StrategyConflict[];
}

type Steps = Pick<DeploymentSettings, 'canary' | 'linear'>;

/**
 * The strategy and its steps as CodeDeploy has them: `canary` and `linear` count for themselves where no strategy is named, and both
 * need all of their members, since there is nothing that a deployment could keep. Pure.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations-create.html
 */
export function trafficRouting(strategy: WantedStrategy | undefined, steps: Steps): WantedRouting {
  switch (strategy) {
    case 'ALL_AT_ONCE':
    case 'BLUE_GREEN':
      return { routing: { type: 'AllAtOnce' }, conflicts: [] };
    case 'CANARY':
      return stepwise('TimeBasedCanary', 'deployment.canary', 'bake', steps.canary);
    case 'LINEAR':
      return stepwise('TimeBasedLinear', 'deployment.linear', 'every', steps.linear);
    case 'ROLLING':
      return { conflicts: [rolling] };
    case undefined:
      return withoutStrategy(steps);
    default:
      return strategy satisfies never;
  }
}

function withoutStrategy({ canary, linear }: Steps): WantedRouting {
  if (canary !== undefined && linear !== undefined) return { conflicts: [bothWays] };
  if (canary !== undefined) return trafficRouting('CANARY', { canary });
  return linear === undefined ? { conflicts: [] } : trafficRouting('LINEAR', { linear });
}

/** CodeDeploy takes whole percents and minutes. */
const mostPercent = 99;
export const longestInterval = 2880;

function stepwise(
  type: 'TimeBasedCanary' | 'TimeBasedLinear',
  member: string,
  pause: 'bake' | 'every',
  written: Steps['canary'],
): WantedRouting {
  const { percent, bakeTimeInMinutes: intervalInMinutes } = written ?? {};
  const missing = [
    ...(percent === undefined ? ['percent'] : []),
    ...(intervalInMinutes === undefined ? [pause] : []),
  ];
  if (percent === undefined || intervalInMinutes === undefined) {
    const has = written === undefined ? 'is missing' : `has no ${missing.join(' and no ')}`;
    const message = `${has}: CodeDeploy needs percent and ${pause}, and has none to keep`;
    return { conflicts: [{ member, message }] };
  }
  const conflicts: StrategyConflict[] = [];
  if (!isWhole(percent, mostPercent)) {
    const message = `is ${percent}: CodeDeploy takes whole percents from 1 to ${mostPercent}`;
    conflicts.push({ member: `${member}.percent`, message });
  }
  if (!isWhole(intervalInMinutes, longestInterval)) {
    const message = `is ${intervalInMinutes}m: CodeDeploy takes whole minutes from 1m to ${longestInterval}m`;
    conflicts.push({ member: `${member}.${pause}`, message });
  }
  return conflicts.length > 0 ? { conflicts } : { routing: { type, percent, intervalInMinutes }, conflicts };
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

const rolling: StrategyConflict = {
  member: 'deployment.strategy',
  message: 'is ROLLING, and CodeDeploy always runs both versions: it has ALL_AT_ONCE, CANARY and LINEAR',
};

const bothWays: StrategyConflict = {
  member: 'deployment.strategy',
  message: 'is missing: canary and linear are both there, and CodeDeploy does one of them',
};
