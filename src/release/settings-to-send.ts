import type { ServiceSettings, ShiftSteps } from '../aws/service-state.ts';
import { EcsdeployError } from '../model/error.ts';
import { shiftsTraffic } from '../model/lifecycle.ts';
import type { DeploymentSettings } from '../model/release-plan.ts';
import { serviceName, type ServiceRef } from '../model/service-ref.ts';
import { strategyConflicts, type StrategyConflict as Conflict } from '../model/strategy-conflicts.ts';

/** Settings that contradict those of the service, or what its deployment controller can do, which only AWS knew. */
export class StrategyConflict extends EcsdeployError {
  constructor(service: ServiceRef, conflicts: readonly Conflict[]) {
    const lines = conflicts.map(({ member, message }) => `${member} ${message}`);
    super({
      code: 'config.strategy_conflict',
      message: `The configuration of "${serviceName(service)}" contradicts what the service has: ${lines.join('; ')}`,
      suggestions: [
        'Change ecsdeploy.yml, or name the strategy that is meant: `deployment.strategy` there, or --strategy.',
      ],
      details: { conflicts: conflicts.map(({ member, message }) => ({ member, message })) },
    });
  }
}

/** AWS takes BLUE_GREEN only together with a bake time. */
class BakeMissing extends EcsdeployError {
  constructor(service: ServiceRef) {
    super({
      code: 'config.bake_missing',
      message: `BLUE_GREEN needs a bake time, and neither ecsdeploy.yml nor the service "${serviceName(service)}" has one`,
      suggestions: ['Add `bake: 5m` under `deployment` in ecsdeploy.yml; `0m` for none.'],
    });
  }
}

/**
 * The settings of a request as they are sent: what AWS only takes whole is filled up with what the service has. Pure.
 * @throws StrategyConflict, BakeMissing
 */
export function settingsToSend(
  service: ServiceRef,
  live: ServiceSettings,
  wanted: DeploymentSettings,
): DeploymentSettings {
  const strategy = wanted.strategy ?? live.strategy;
  const conflicts = [...strategyConflicts(strategy, wanted), ...tooEarly(live, wanted)];
  if (conflicts.length > 0) throw new StrategyConflict(service, conflicts);
  const isShift = wanted.strategy !== undefined && shiftsTraffic(wanted.strategy);
  const bake = wanted.bakeTimeInMinutes ?? (isShift ? live.bakeTimeInMinutes : undefined);
  if (wanted.strategy === 'BLUE_GREEN' && bake === undefined) throw new BakeMissing(service);
  return {
    ...wanted,
    ...(bake === undefined ? {} : { bakeTimeInMinutes: bake }),
    ...(wanted.canary === undefined ? {} : { canary: filled(wanted.canary, live.canary) }),
    ...(wanted.linear === undefined ? {} : { linear: filled(wanted.linear, live.linear) }),
    ...(wanted.earlySuccess === undefined
      ? {}
      : {
          earlySuccess: {
            enable: wanted.earlySuccess.enable,
            healthyPercent: wanted.earlySuccess.healthyPercent ?? live.earlySuccess.healthyPercent,
            cleanup: wanted.earlySuccess.cleanup ?? asCleanup(live.earlySuccess.cleanup),
          },
        }),
  };
}

/** Early success with fewer healthy tasks than the deployment keeps anyway. */
function tooEarly(
  live: ServiceSettings,
  { earlySuccess, minimumHealthyPercent }: DeploymentSettings,
): Conflict[] {
  const least = minimumHealthyPercent ?? live.minimumHealthyPercent;
  const { enable = false, healthyPercent = 100 } = earlySuccess ?? {};
  if (!enable || healthyPercent >= least) return [];
  const message = `is ${healthyPercent}, and must be at least minimumHealthyPercent, which is ${least}`;
  return [{ member: 'deployment.earlySuccess.healthyPercent', message }];
}

function filled(wanted: ShiftSteps, live: ShiftSteps = {}): ShiftSteps {
  return {
    percent: wanted.percent ?? live.percent,
    bakeTimeInMinutes: wanted.bakeTimeInMinutes ?? live.bakeTimeInMinutes,
  };
}

function asCleanup(word: string | undefined): 'BLOCKING' | 'DEFERRED' | undefined {
  return word === 'BLOCKING' || word === 'DEFERRED' ? word : undefined;
}
