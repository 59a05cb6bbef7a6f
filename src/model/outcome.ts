import type { PendingApproval } from './lifecycle.ts';
import type { Reason } from './verdict.ts';

/**
 * How a release ended. Closed: every place that reads it must handle every kind, and the exit code comes from it in one
 * table (`cli/exit-codes.ts`).
 */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly because: Reason }
  | ({ readonly kind: 'nothing-to-do'; readonly because: Reason } & Untouched)
  /** A rollback that a person asked for ended well: the old revision was verified serving. */
  | {
      readonly kind: 'rolled-back-as-asked';
      readonly because: Reason;
      readonly to: string;
      readonly proof?: Reason | undefined;
    }
  /** It was only a rehearsal (`--dry-run`): nothing changed. */
  | { readonly kind: 'planned' }
  | {
      readonly kind: 'failed-rolled-back';
      readonly because: Reason;
      readonly by: RollbackHolder;
      readonly to: string;
      /** How it was verified that the old revision serves. */
      readonly proof?: Reason | undefined;
    }
  | {
      readonly kind: 'failed-rollback-failed';
      readonly because: Reason;
      readonly rollbackBecause: Reason;
      /** `family:revision` of what was to be left and serves, where AWS has taken the way back itself back. Absent: not known. */
      readonly serves?: string | undefined;
    }
  | { readonly kind: 'failed-left'; readonly because: Reason }
  | { readonly kind: 'stopped'; readonly because: Reason }
  | { readonly kind: 'superseded'; readonly because: Reason }
  | {
      readonly kind: 'failed-rollback-unseen';
      readonly because: Reason;
      readonly by: RollbackHolder;
      /** AWS says that the rollback is over; this is why it is not taken for proven. */
      readonly doubt?: Reason | undefined;
    }
  | { readonly kind: 'unwatched'; readonly because: Reason }
  | { readonly kind: 'inconclusive'; readonly because: Reason }
  | ({
      readonly kind: 'interrupted';
      readonly signal: 'SIGINT' | 'SIGTERM';
      /** A deployment had been started, and goes on at AWS. */
      readonly started: boolean;
      readonly rollingBack: boolean;
      /** AWS had called it successful: only what came after that was cut short. */
      readonly released?: boolean | undefined;
      /** Released, and what runs was not looked at to the end. */
      readonly unproven?: true | undefined;
      /** AWS was asked to roll back, and nobody knows whether it heard. */
      readonly asked?: boolean | undefined;
    } & Untouched)
  | { readonly kind: 'declined' }
  /** It waits at AWS until somebody approves or rejects it, or the time of the pause is up. */
  | {
      readonly kind: 'waiting-for-approval';
      readonly approval: PendingApproval;
      /** `--until paused` asked for just this. */
      readonly asAsked: boolean;
    }
  /** Followed as far as was asked for (`--until`): the deployment goes on at AWS. */
  | { readonly kind: 'reached'; readonly what: string }
  /** A pause was answered as asked, and the deployment goes on at AWS. */
  | { readonly kind: 'approved'; readonly approval: PendingApproval }
  /** One of several releases in a run: its turn did not come. */
  | ({ readonly kind: 'not-started'; readonly because: Reason } & Untouched)
  /** One of several releases in a run: it ended by an error, which a release alone would have thrown. */
  | { readonly kind: 'error'; readonly error: ReleaseError };

/** Of an end that has brought nothing in. */
interface Untouched {
  /** It has put back settings of the service that an earlier way back had set aside, and started no deployment. */
  readonly settingsRestored?: true | undefined;
  /** CodeDeploy's deployment of somebody else that it had AWS stop and take back, to have the group free for its own. */
  readonly stoppedOther?: string | undefined;
}

/** An error as data: what `EcsdeployError` says. */
export interface ReleaseError {
  readonly code: string;
  readonly message: string;
  readonly suggestions: readonly string[];
  /** Why, where that is data. */
  readonly because?: Reason | undefined;
  /** Only of a bug. */
  readonly stack?: string | undefined;
}

/** Who had AWS go back: its own circuit breaker or alarm, this run, or a person or program that is none of both. */
export type RollbackHolder = 'aws' | 'ecsdeploy' | 'someone';

export type OutcomeKind = Outcome['kind'];

/** What the world looks like after it: the last line printed states it. */
export type Changed =
  | 'nothing'
  | 'settings'
  | 'other-stopped'
  | 'released'
  | 'rolled-back'
  | 'left-as-is'
  | 'in-progress'
  | 'unknown';

/** The state that an outcome leaves behind. */
export function changedBy(outcome: Outcome): Changed {
  switch (outcome.kind) {
    case 'nothing-to-do':
    case 'not-started':
      return changedWithoutDeployment(outcome);
    case 'planned':
    case 'declined':
      return 'nothing';
    case 'error':
      // Errors come before anything changed, but for those that say that nobody knows.
      return outcome.error.code.startsWith('unknown.') || outcome.error.code.startsWith('bug.')
        ? 'unknown'
        : 'nothing';
    case 'succeeded':
    case 'inconclusive':
      return 'released';
    case 'rolled-back-as-asked':
    case 'failed-rolled-back':
      return 'rolled-back';
    case 'failed-rollback-failed':
    case 'failed-left':
    case 'stopped':
    case 'superseded':
      return 'left-as-is';
    case 'failed-rollback-unseen':
      return outcome.doubt === undefined ? 'in-progress' : 'rolled-back';
    case 'unwatched':
    case 'waiting-for-approval':
    case 'reached':
    case 'approved':
      return 'in-progress';
    case 'interrupted':
      if (!outcome.started) return changedWithoutDeployment(outcome);
      if (outcome.released === true) return 'released';
      return outcome.asked === true ? 'unknown' : 'in-progress';
    default:
      return outcome satisfies never;
  }
}

function changedWithoutDeployment({ settingsRestored, stoppedOther }: Untouched): Changed {
  if (stoppedOther !== undefined) return 'other-stopped';
  return settingsRestored === true ? 'settings' : 'nothing';
}

/** Whether the release reached what it was asked for. */
export function isGood(outcome: Outcome): boolean {
  if (outcome.kind === 'waiting-for-approval') return outcome.asAsked;
  return ['succeeded', 'nothing-to-do', 'rolled-back-as-asked', 'planned', 'reached', 'approved'].includes(
    outcome.kind,
  );
}

/** Whether it tells the end of the deployment: one that goes on at AWS may still end otherwise. */
export function isFinal(outcome: Outcome): boolean {
  return changedBy(outcome) !== 'in-progress';
}
