import type { GateWatch } from '../../gates/watch-gates.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Milliseconds } from '../../model/duration.ts';
import type { Reason } from '../../model/verdict.ts';
import { lookInterval } from '../follow-policy.ts';
import { Interrupted } from '../interrupted.ts';
import type { ReleaseContext } from '../release-context.ts';
import { badGate, unclearGate } from './judge-standings.ts';
import type { ReleaseGates } from './release-gates.ts';

export type HealthProof =
  | { readonly kind: 'good' }
  | { readonly kind: 'bad' | 'unclear'; readonly because: Reason }
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM' };

export interface ProofOrder {
  readonly gates: ReleaseGates;
  readonly deployment: Deployment;
  /** 0: no longer than gates need that measure after it. */
  readonly watchFor: Milliseconds;
  /** What is to be done once the deployment is over, and the release only watched. */
  readonly beforeWatch?: (() => Promise<void>) | undefined;
  /** Aborted when the run that this release belongs to goes back: it is taken back by that. */
  readonly recall?: AbortSignal | undefined;
}

/** AWS calls the release successful, and it was verified: whether the gates say so too, and go on to for as long as it is watched. */
export async function proveHealth(context: ReleaseContext, order: ProofOrder): Promise<HealthProof> {
  const { gates, deployment } = order;
  const during = gates.endDuring(deployment);
  const because = badGate(during);
  if (because !== undefined) return { kind: 'bad', because };
  if (order.watchFor > 0 || gates.hasAny('after')) {
    const ended = await watchOn(context, order);
    if (ended !== undefined) return ended;
  }
  const after = gates.standings('after');
  // What a gate could not tell during the deployment, it may have told since.
  const tells = new Set(after.map(({ gate }) => gate.name));
  const unclear = unclearGate([...during.filter(({ gate }) => !tells.has(gate.name)), ...after]);
  return unclear === undefined ? { kind: 'good' } : { kind: 'unclear', because: unclear };
}

/** Until the time is up, or a gate says that it is bad; undefined: none has. */
async function watchOn(
  { clock, report, interrupt }: ReleaseContext,
  { gates, deployment, watchFor, recall, beforeWatch }: ProofOrder,
): Promise<HealthProof | undefined> {
  await beforeWatch?.();
  const until = clock.now() + watchFor;
  const watch = gates.beginAfter(deployment, watchFor === 0 ? 1 : undefined);
  if (watchFor > 0) report({ type: 'watch.started', until });
  try {
    for (;;) {
      gates.learnGroups(deployment);
      const standings = gates.standings('after');
      const because = badGate(standings);
      if (because !== undefined) return { kind: 'bad', because };
      if (interrupt.aborted && interrupt.reason instanceof Interrupted)
        return { kind: 'interrupted', signal: interrupt.reason.signal };
      if (recall?.aborted === true) return undefined;
      const left = until - clock.now();
      const isSettled = standings.every(({ report: { verdict } }) => verdict.kind !== 'pending');
      if (watchFor > 0 ? left <= 0 : isSettled) {
        watch.end();
        const last = badGate(gates.standings('after'));
        return last === undefined ? undefined : { kind: 'bad', because: last };
      }
      const atMost = watchFor > 0 ? Math.min(lookInterval, left) : lookInterval;
      await sleepUntilVerdict(clock, atMost, watch, interrupt);
    }
  } finally {
    watch.stop();
  }
}

/** A gate that judges is heard at once. */
async function sleepUntilVerdict(
  clock: ReleaseContext['clock'],
  atMost: Milliseconds,
  watch: GateWatch,
  interrupt: AbortSignal,
): Promise<void> {
  const judged = new AbortController();
  const wake = (): void => judged.abort();
  // What a gate throws is thrown by whoever asks how it stands.
  void watch.nextVerdict().then(wake, wake);
  try {
    await clock.sleep(atMost, AbortSignal.any([interrupt, judged.signal]));
  } catch (error) {
    if (!interrupt.aborted && !judged.signal.aborted) throw error;
  }
}
