import type { ServiceDeploymentState } from '../../aws/service-deployments.ts';
import type { Shift } from '../../model/lifecycle.ts';

/** What the pause between two shifts, or after the last one, is counted from. */
interface Seen {
  /** Stage and share of the traffic: another bake begins when either changes. */
  readonly what: string;
  readonly since: number;
}

/**
 * Finds out when a bake ends. AWS tells which stage it is, and how long the bake was configured, but not when it began: that is the
 * time of AWS's last change where it lies between our looks, and otherwise the first look that has seen it.
 */
export class BakeWatch {
  #seen: Seen | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param at when the look was taken */
  bakeOf(state: ServiceDeploymentState, at: number): Shift['bake'] {
    const { lifecycleStage: stage = '', targetRevision, updatedAt } = state;
    const what = `${stage} ${targetRevision?.productionWeight ?? 0}`;
    if (this.#seen?.what !== what) {
      const changed = updatedAt ?? at;
      this.#seen = { what, since: changed > this.#lookedAt && changed < at ? changed : at };
    }
    this.#lookedAt = at;
    const kind = kindOf(state);
    if (kind === undefined) return undefined;
    const { stepBake, finalBake } = state.configuration;
    return { kind, endsAt: this.#seen.since + (kind === 'step' ? stepBake : finalBake) };
  }
}

function kindOf({
  lifecycleStage,
  targetRevision,
  configuration,
}: ServiceDeploymentState): 'step' | 'final' | undefined {
  if (lifecycleStage === 'BAKE_TIME') return 'final';
  const production = targetRevision?.productionWeight ?? 0;
  const isBetween = lifecycleStage === 'PRODUCTION_TRAFFIC_SHIFT' && production > 0 && production < 100;
  return isBetween && configuration.stepBake > 0 ? 'step' : undefined;
}
