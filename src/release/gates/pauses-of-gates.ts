import type { ServiceSettings } from '../../aws/service-state.ts';
import { isPause } from '../../model/hook-definition.ts';
import { gatePauseOf, mergeHooks } from '../../model/lifecycle-hooks.ts';
import { shiftsTraffic, type Stage } from '../../model/lifecycle.ts';
import type { Gate, RollbackPolicy } from '../../model/gate.ts';
import type { DeploymentSettings, GatePause } from '../../model/release-plan.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';
import { EcsdeployError } from '../../model/error.ts';

/** Before each part of the traffic moves, and before the old tasks go. */
const stagesHeld: readonly Stage[] = ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'];

/** Nothing at AWS can hold this deployment between its stages. */
export class HoldImpossible extends EcsdeployError {
  constructor(service: ServiceRef, gates: readonly Gate[], by: string) {
    const names = gates.map(({ name }) => name).join(', ');
    super({
      code: 'config.hold_impossible',
      message: `The configuration of "${serviceName(service)}" has AWS hold the deployment for ${names} (\`hold\`), and ${by} has no stage to hold it at`,
      suggestions: [
        'Take `hold` away: ecsdeploy then goes back while it runs. Or deploy with BLUE_GREEN, CANARY or LINEAR.',
      ],
      details: { gates: gates.map(({ name }) => name) },
    });
  }
}

/** A pause that rolls back by itself, where nothing is to be rolled back. */
class HoldWithoutRollback extends EcsdeployError {
  constructor(service: ServiceRef, gates: readonly Gate[]) {
    const names = gates.map(({ name }) => name).join(', ');
    super({
      code: 'config.hold_without_rollback',
      message: `The configuration of "${serviceName(service)}" has AWS hold the deployment for ${names} (\`hold\`) and roll it back when nobody lets it go on, and nothing is to be rolled back (\`rollback: off\`, --no-rollback)`,
      suggestions: ['Take `hold` away, or have it go back: `rollback: automatic` or `ask`.'],
      details: { gates: gates.map(({ name }) => name) },
    });
  }
}

/**
 * The settings with the pauses that hold a deployment for its gates, in place of those that the service has; none where a person is
 * asked at the same stage, who then decides. Pure.
 * @throws HoldImpossible, HoldWithoutRollback
 */
export function withPausesOfGates(
  service: ServiceRef,
  settings: DeploymentSettings,
  live: Pick<ServiceSettings, 'hooks' | 'strategy'>,
  gates: readonly Gate[],
  policy: RollbackPolicy,
): DeploymentSettings {
  const holding = gates.filter(({ hold, dryRun }) => hold !== undefined && !dryRun);
  const isLeftOver = live.hooks.some((hook) => gatePauseOf(hook) !== undefined);
  if (holding.length === 0) return isLeftOver ? { ...settings, gatePauses: [] } : settings;
  const strategy = settings.strategy ?? live.strategy;
  if (!shiftsTraffic(strategy)) throw new HoldImpossible(service, holding, strategy);
  if (policy === 'off') throw new HoldWithoutRollback(service, holding);
  const asked = mergeHooks(live.hooks, settings)
    .filter((hook) => isPause(hook) && gatePauseOf(hook) === undefined)
    .flatMap(({ lifecycleStages = [] }) => lifecycleStages);
  const gatePauses = stagesHeld
    .filter((stage) => !asked.includes(stage))
    .map((stage): GatePause => ({
      stage,
      gates: holding.map(({ name }) => name),
      timeoutInMinutes: Math.max(...holding.map(({ hold }) => hold?.timeoutInMinutes ?? 0)),
    }));
  return { ...settings, gatePauses };
}
