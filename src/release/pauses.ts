import type { Snapshot } from '../model/deployment.ts';
import type { LifecycleHook, PendingApproval } from '../model/lifecycle.ts';
import type { ReleaseFact } from '../model/release-event.ts';
import { namesRejectedPause } from './rollback-words.ts';

/** A pause that a look has seen, and what became of it as far as looks tell. */
interface Pause {
  readonly approval: PendingApproval;
  /** `over`: it holds nothing any more, and nobody is known to have answered it. */
  readonly state: 'awaited' | 'given' | 'refused' | 'over';
}

/** By the id of the hook: each pause has its own. */
export type Pauses = Readonly<Record<string, Pause>>;

/** What of a look tells whether a person is asked. */
type Held = Pick<Snapshot, 'status' | 'hooks' | 'shift' | 'target'> & {
  readonly deployment: Pick<Snapshot['deployment'], 'serviceDeploymentArn' | 'deploymentId'>;
};

/** The pauses that hold a deployment, the one that ends first before the others; none once it goes back. Pure. */
export function pendingApprovals(snapshot: Held): PendingApproval[] {
  const { status, hooks = [], deployment } = snapshot;
  if (status !== 'in-progress') return [];
  return hooks
    .filter((hook) => hook.target === 'pause' && hook.status === 'awaiting-action')
    .map(({ hookId, expiresAt, timeoutAction }) => ({
      deployment: deployment.serviceDeploymentArn ?? deployment.deploymentId,
      hookId,
      stage: stageOf(snapshot),
      expiresAt,
      timeoutAction,
    }))
    .sort((a, b) => (a.expiresAt ?? Number.POSITIVE_INFINITY) - (b.expiresAt ?? Number.POSITIVE_INFINITY));
}

/** The pauses after another look. Pure. */
export function rememberPauses(pauses: Pauses, snapshot: Snapshot): Pauses {
  const next: Record<string, Pause> = {};
  for (const [hookId, pause] of Object.entries(pauses)) {
    next[hookId] = pause.state === 'awaited' ? { ...pause, state: stateOf(pause, snapshot) } : pause;
  }
  for (const approval of pendingApprovals(snapshot)) next[approval.hookId] = { approval, state: 'awaited' };
  return next;
}

type NewsOfPause = Extract<ReleaseFact, { readonly approval: PendingApproval }>;

/** What is to be told of the pauses that a look has changed, each once. Pure. */
export function newsOfPauses(before: Pauses, after: Pauses): NewsOfPause[] {
  return Object.entries(after).flatMap(([hookId, { approval, state }]): NewsOfPause[] => {
    if (before[hookId]?.state === state) return [];
    switch (state) {
      case 'awaited':
        return [{ type: 'approval.awaited', approval }];
      case 'given':
        return [{ type: 'approval.given', approval }];
      case 'refused':
        return [{ type: 'approval.refused', approval }];
      case 'over':
        return [];
      default:
        return state satisfies never;
    }
  });
}

function stateOf(
  { approval }: Pause,
  { hooks = [], status, at, statusReason, isStoppedBySomebody }: Snapshot,
): Pause['state'] {
  const hook = hooks.find(({ hookId }) => hookId === approval.hookId);
  if (hook !== undefined) return answerOf(hook);
  const goesOn = status === 'in-progress' || status === 'successful';
  const isExpired = approval.expiresAt !== undefined && at >= approval.expiresAt;
  // A hook that is shown no more while the deployment goes on has let it go on; of one that goes back other things may be the cause.
  if (goesOn) return isExpired ? 'over' : 'given';
  return isStoppedBySomebody === true || namesRejectedPause(statusReason) ? 'refused' : 'over';
}

function answerOf({ status }: LifecycleHook): Pause['state'] {
  switch (status) {
    case 'succeeded':
      return 'given';
    case 'failed':
      return 'refused';
    case 'timed-out':
      return 'over';
    case 'awaiting-action':
    case 'in-progress':
    case 'unknown':
      return 'awaited';
    default:
      return status satisfies never;
  }
}

/** A rolling deployment names no stage; its pauses are before the new tasks, or after them. */
function stageOf({ shift, target }: Held): string {
  return shift?.stage ?? (target.running === 0 ? 'PRE_SCALE_UP' : 'POST_SCALE_UP');
}
