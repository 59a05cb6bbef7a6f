import type { RollbackPolicy } from '../../model/gate.ts';
import { isGood, type Outcome } from '../../model/outcome.ts';
import type { Reason } from '../../model/verdict.ts';
import type { ReleaseContext } from '../release-context.ts';
import { proveHealth, type ProofOrder } from './prove-health.ts';
import { RollbackQuestion } from './rollback-question.ts';

/** Who may take a release back that AWS calls successful. */
export interface WayOut {
  readonly policy: RollbackPolicy;
  /** There is something to go back to. */
  readonly canGoBack: boolean;
  /** Aborted when the run that this release belongs to goes back: it is taken back by that. */
  readonly recall?: AbortSignal | undefined;
}

export interface AfterSuccess extends ProofOrder, WayOut {
  /** How it stands now, by another look at what runs. */
  readonly lookAgain: () => Promise<Outcome>;
}

/** What a release comes to that AWS calls successful; a `Reason`: it is to be taken back for that. */
export type AfterAll = { readonly outcome: Outcome } | { readonly takeBack: Reason };

/**
 * What becomes of a release that AWS calls successful, once its gates have had their say and it was watched; a `Reason`: it is to be
 * taken back for that.
 * @param outcome as it would be without gates
 */
export async function afterSuccess(
  context: ReleaseContext,
  order: AfterSuccess,
  outcome: Outcome,
): Promise<AfterAll> {
  const proof = await proveHealth(context, order);
  switch (proof.kind) {
    case 'good':
    case 'unclear': {
      const now = order.watchFor === 0 ? outcome : asItStands(outcome, await order.lookAgain());
      if (proof.kind === 'unclear' && isGood(now))
        return { outcome: { kind: 'inconclusive', because: proof.because } };
      return await backIfBad(context, order, now);
    }
    case 'interrupted':
      return { outcome: interrupted(proof.signal) };
    case 'bad': {
      const { because } = proof;
      if (order.canGoBack && order.policy === 'automatic') return { takeBack: because };
      // Nobody is asked to take back what somebody else has deployed meanwhile.
      const now = await order.lookAgain();
      if (now.kind === 'superseded' || now.kind === 'stopped') return { outcome: now };
      if (order.canGoBack && (await isToGoBack(context, order, because))) return { takeBack: because };
      return { outcome: { kind: 'failed-left', because } };
    }
    default:
      return proof satisfies never;
  }
}

/** What our own look finds bad is no better than what a gate does: whoever decides that a release goes back decides here too. */
export async function backIfBad(context: ReleaseContext, order: WayOut, outcome: Outcome): Promise<AfterAll> {
  if (outcome.kind !== 'failed-left' || !order.canGoBack) return { outcome };
  // Whoever is told to leave starts nothing any more.
  const mayGoBack = !context.interrupt.aborted && (await isToGoBack(context, order, outcome.because));
  return mayGoBack ? { takeBack: outcome.because } : { outcome };
}

/** What runs after the watch counts. Whoever wants no tasks any more has seen them run: that takes nothing back. */
function asItStands(before: Outcome, now: Outcome): Outcome {
  return now.kind === 'inconclusive' && now.because.kind === 'desired-zero' ? before : now;
}

async function isToGoBack(
  context: ReleaseContext,
  { policy, recall }: Pick<WayOut, 'policy' | 'recall'>,
  because: Reason,
): Promise<boolean> {
  if (policy !== 'ask') return policy === 'automatic';
  const { interrupt } = context;
  // Whoever is told to leave asks nobody; and what the whole run takes back is no question any more.
  const stop = recall === undefined ? interrupt : AbortSignal.any([interrupt, recall]);
  if (stop.aborted) return false;
  const question = new RollbackQuestion(context);
  const withdraw = (): void => question.withdraw();
  stop.addEventListener('abort', withdraw, { once: true });
  try {
    return await question.put(because);
  } finally {
    stop.removeEventListener('abort', withdraw);
  }
}

function interrupted(signal: 'SIGINT' | 'SIGTERM'): Outcome {
  return { kind: 'interrupted', signal, started: true, rollingBack: false, released: true };
}
