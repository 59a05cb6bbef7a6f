import { measurementLimit } from '../../gates/measurement-limit.ts';
import { minutes, type Milliseconds } from '../../model/duration.ts';
import type { Gate, PlannedGate, RollbackPolicy } from '../../model/gate.ts';
import { masked } from '../../model/mask-text.ts';
import type { ReleasePlan, SafetyRule } from '../../model/release-plan.ts';
import { lookInterval } from '../follow-policy.ts';

export interface GatePlanning {
  readonly gates: readonly Gate[];
  readonly watchForMilliseconds: Milliseconds;
  readonly policy: RollbackPolicy;
  /** Alarms that AWS watches, and goes back for. */
  readonly watchedByAws: readonly string[];
  /** AWS's stages at which a pause backs gates, with the names of those gates. */
  readonly heldAt: Readonly<Record<string, readonly string[]>>;
}

/** The gates of a plan, with what each costs in time, and who holds it. Pure. */
export function planGates({ gates, watchForMilliseconds, policy, watchedByAws, heldAt }: GatePlanning): Pick<
  ReleasePlan,
  'gates' | 'watchForMilliseconds' | 'watchForAtMostMilliseconds' | 'rollbackPolicy'
> & {
  readonly rules: readonly SafetyRule[];
} {
  const planned = gates.map((gate): PlannedGate => ({
    gate: withoutSecrets(gate),
    worstCase: rollsBack(gate, policy) ? worstCase(gate) : undefined,
    heldAt: Object.entries(heldAt)
      .filter(([, names]) => names.includes(gate.name))
      .map(([stage]) => stage),
  }));
  return {
    ...(gates.length === 0 ? {} : { gates: planned }),
    ...(watchForMilliseconds === 0 ? {} : watchAtMost(gates, watchForMilliseconds)),
    rollbackPolicy: policy,
    rules: planned
      .filter(({ gate }) => !gate.dryRun && measuresLate(gate))
      .flatMap((one) => rulesOf(one, policy, watchedByAws)),
  };
}

/** What is measured when the watch is over is waited for; of several, for the longest. */
function watchAtMost(
  gates: readonly Gate[],
  watchForMilliseconds: Milliseconds,
): Pick<ReleasePlan, 'watchForMilliseconds' | 'watchForAtMostMilliseconds'> {
  const limits = gates.filter(({ at }) => at.includes('after')).map(({ check }) => measurementLimit(check));
  if (limits.length === 0) return { watchForMilliseconds };
  return {
    watchForMilliseconds,
    watchForAtMostMilliseconds: watchForMilliseconds + Math.max(...limits),
  };
}

/** Who goes back for it: this process, which is the quickest; and AWS, as far as it watches the same, or holds the deployment. */
function rulesOf(
  { gate, worstCase: worstCaseMilliseconds, heldAt }: PlannedGate,
  policy: RollbackPolicy,
  watchedByAws: readonly string[],
): SafetyRule[] {
  const { name, at, hold } = gate;
  const own: SafetyRule = {
    rule: 'gate',
    holder: 'ecsdeploy',
    rollsBack: policy !== 'off',
    ...(policy === 'ask' ? { asks: true } : {}),
    name,
    moments: at.filter((moment) => moment !== 'before'),
    worstCaseMilliseconds,
  };
  const isWatchedByAws = at.includes('during') && isWatched(gate, watchedByAws);
  return [
    own,
    ...(isWatchedByAws
      ? [{ rule: 'gate', holder: 'aws', rollsBack: true, name, moments: ['during'] } as const]
      : []),
    ...(heldAt.length > 0 && hold !== undefined
      ? [{ rule: 'gate-hold', holder: 'aws', rollsBack: true, name, ...hold } as const]
      : []),
  ];
}

/** A plan is printed, and may be kept. */
function withoutSecrets(gate: Gate): Gate {
  const { check } = gate;
  if (check.kind === 'http') return { ...gate, check: { ...check, headers: hidden(check.headers) } };
  if (check.kind === 'task') return { ...gate, check: { ...check, environment: hidden(check.environment) } };
  return gate;
}

function hidden(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, masked]));
}

/**
 * From bad to a rollback that was asked for: it measures just before it is bad, allows what it allows, and the next look acts. A
 * measurement that takes longer than the interval misses instants, and before each bad one there may be as many that could not be taken
 * as do not end it. Numbers of CloudWatch come a minute late, and are bad at the latest when their whole window is. A measurement that
 * tells neither is not in it: it says itself that it does not know.
 */
function worstCase({ check, initialDelay, interval, failuresAllowed, errorLimit }: Gate): Milliseconds {
  const limit = measurementLimit(check);
  const between = Math.max(1, Math.ceil(limit / interval)) * interval;
  const untilSeen = check.kind === 'metrics' ? check.window + minutes(1) : 0;
  return initialDelay + untilSeen + between * errorLimit * (failuresAllowed + 1) + limit + lookInterval;
}

function rollsBack(gate: Gate, policy: RollbackPolicy): boolean {
  return policy === 'automatic' && !gate.dryRun && measuresLate(gate);
}

/** While there is something to take back. */
function measuresLate({ at }: Gate): boolean {
  return at.includes('during') || at.includes('after');
}

function isWatched({ check }: Gate, names: readonly string[]): boolean {
  return check.kind === 'alarms' && check.names.every((name) => names.includes(name));
}
