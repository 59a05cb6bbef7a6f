import type { AwaitedGate } from '../../gates/watch-gates.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Milliseconds } from '../../model/duration.ts';
import type { GateMoment } from '../../model/gate.ts';
import type { Reason } from '../../model/verdict.ts';
import { expiring } from '../expiring.ts';
import { lookInterval } from '../follow-policy.ts';
import { signalOf } from '../interrupted.ts';
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
  const { gates } = order;
  const ended = await endDuring(context, order);
  if (ended !== undefined) return ended;
  if (order.watchFor > 0 || gates.hasAny('after')) {
    const cut = await watchOn(context, order);
    if (cut !== undefined) return cut;
  }
  const after = gates.standings('after');
  // What a gate could not tell during the deployment, it may have told since.
  const tells = new Set(after.map(({ gate }) => gate.name));
  const during = gates.standings('during').filter(({ gate }) => !tells.has(gate.name));
  const unclear = unclearGate([...during, ...after]);
  return unclear === undefined ? { kind: 'good' } : { kind: 'unclear', because: unclear };
}

/** What is measured when the deployment ends counts. Undefined: it goes on. */
async function endDuring(context: ReleaseContext, order: ProofOrder): Promise<HealthProof | undefined> {
  const { gates, deployment } = order;
  // What an interruption has cut short tells nothing: the release is over, and whether it is good was not measured to the end.
  const signal = gates.isOver('during') ? undefined : signalOf(context.interrupt);
  try {
    tellAwaited(context, 'during', gates.endDuring(deployment));
    const because = badGate(gates.standings('during'));
    if (because !== undefined) return { kind: 'bad', because };
    if (signal !== undefined) return { kind: 'interrupted', signal };
    return await untilOver(context, order, { moment: 'during', until: context.clock.now() });
  } finally {
    await gates.leave();
  }
}

/** Until the time is up, or a gate says that it is bad; undefined: none has. */
async function watchOn(context: ReleaseContext, order: ProofOrder): Promise<HealthProof | undefined> {
  const { gates, deployment, watchFor } = order;
  await order.beforeWatch?.();
  const until = context.clock.now() + watchFor;
  gates.beginAfter(deployment, watchFor === 0 ? 1 : undefined);
  if (watchFor > 0) context.report({ type: 'watch.started', until });
  try {
    return await untilOver(context, order, { moment: 'after', until, isWatched: watchFor > 0 });
  } finally {
    await gates.leave();
  }
}

interface Stretch {
  readonly moment: 'during' | 'after';
  /** From then on nothing is begun any more, local clock. */
  readonly until: number;
  /** Gates without a `count` measure until then. */
  readonly isWatched?: boolean | undefined;
}

/** Until the time is up, and what is measured then has ended; or a gate says that it is bad. Undefined: none has. */
async function untilOver(
  context: ReleaseContext,
  { gates, deployment, recall }: ProofOrder,
  { moment, until, isWatched = false }: Stretch,
): Promise<HealthProof | undefined> {
  const { aws, clock, interrupt } = context;
  let isEnding = !isWatched;
  for (;;) {
    gates.learnGroups(deployment);
    const left = until - clock.now();
    if (!isEnding && left <= 0) {
      isEnding = true;
      tellAwaited(context, moment, gates.endWhenMeasured(moment));
    }
    const because = badGate(gates.standings(moment));
    if (because !== undefined) return { kind: 'bad', because };
    if (isEnding && gates.isOver(moment)) return undefined;
    const signal = signalOf(interrupt);
    if (signal !== undefined) return { kind: 'interrupted', signal };
    if (recall?.aborted === true) return undefined;
    const { expiresAt } = await aws.credentials.life(interrupt);
    const expiry = expiring(expiresAt, clock.now());
    if (expiry.because !== undefined) return { kind: 'unclear', because: expiry.because };
    await sleepUntilVerdict(context, isEnding ? lookInterval : Math.min(lookInterval, left), gates, moment);
  }
}

function tellAwaited({ report }: ReleaseContext, moment: GateMoment, awaited: readonly AwaitedGate[]): void {
  if (awaited.length === 0) return;
  const until = Math.max(...awaited.map((one) => one.until));
  report({ type: 'gates.awaited', moment, gates: awaited.map(({ gate }) => gate), until });
}

/** A gate that judges is heard at once. */
async function sleepUntilVerdict(
  { clock, interrupt }: ReleaseContext,
  atMost: Milliseconds,
  gates: ReleaseGates,
  moment: GateMoment,
): Promise<void> {
  const judged = new AbortController();
  const wake = (): void => judged.abort();
  // What a gate throws is thrown by whoever asks how it stands.
  void gates.nextVerdict(moment).then(wake, wake);
  try {
    await clock.sleep(atMost, AbortSignal.any([interrupt, judged.signal]));
  } catch (error) {
    if (!interrupt.aborted && !judged.signal.aborted) throw error;
  }
}
