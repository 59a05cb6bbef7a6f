import { changedBy, type Outcome } from '../model/outcome.ts';
import { revisionName } from '../model/service-ref.ts';
import type { Known } from './describe-event.ts';
import { describeTimeout } from './describe-pause.ts';
import { errorText } from './describe-outcome.ts';
import { describeReached } from './describe-reached.ts';
import { describeReason } from './describe-reason.ts';
import { atStage } from './describe-stage.ts';

/**
 * How a release ended in one or two words, to count those that ended alike: `142 released, 3 rolled back`.
 * In the order in which the counts stand.
 */
export const outcomeLabels = [
  'released',
  'unchanged',
  'planned',
  'went back as asked',
  'released unproven',
  'rolled back',
  'failed',
  'rollback failed',
  'still rolling back',
  'stopped',
  'superseded',
  'waiting for approval',
  'under way',
  'unwatched',
  'interrupted',
  'declined',
  'not started',
] as const;
export type OutcomeLabel = (typeof outcomeLabels)[number];

export function outcomeLabel({ kind }: Outcome): OutcomeLabel {
  switch (kind) {
    case 'succeeded':
      return 'released';
    case 'nothing-to-do':
      return 'unchanged';
    case 'planned':
    case 'stopped':
    case 'superseded':
    case 'unwatched':
    case 'interrupted':
    case 'declined':
      return kind;
    case 'rolled-back-as-asked':
      return 'went back as asked';
    case 'inconclusive':
      return 'released unproven';
    case 'failed-rolled-back':
      return 'rolled back';
    case 'waiting-for-approval':
      return 'waiting for approval';
    case 'reached':
    case 'approved':
      return 'under way';
    case 'failed-left':
    case 'error':
      return 'failed';
    case 'failed-rollback-failed':
      return 'rollback failed';
    case 'failed-rollback-unseen':
      return 'still rolling back';
    case 'not-started':
      return 'not started';
    default:
      return kind satisfies never;
  }
}

/** How a release ended and what it left behind, in so few words that it fits into a row beside others; why is apart. */
export function outcomeInBrief(outcome: Outcome, known: Known = {}): string {
  const after = known.after === undefined ? '' : ` ${revisionName(known.after)}`;
  switch (outcome.kind) {
    case 'succeeded':
      return `released${after}`;
    case 'nothing-to-do':
      return `${only(outcome) ?? 'unchanged'}: ${describeReason(outcome.because)}`;
    case 'rolled-back-as-asked':
      return `back on ${revisionName(outcome.to)}, as asked`;
    case 'planned':
      return 'planned only';
    case 'failed-rolled-back':
      return `rolled back to ${revisionName(outcome.to)}`;
    case 'failed-rollback-failed':
      return outcome.serves === undefined
        ? 'failed, and the rollback failed too: act now'
        : `the rollback failed, ${revisionName(outcome.serves)} serves again: act now`;
    case 'failed-left':
      return 'failed, not rolled back';
    case 'stopped':
      return outcome.because.kind === 'service-gone' ? 'the service is gone' : 'stopped, not rolled back';
    case 'superseded':
      return 'superseded by another deployment';
    case 'failed-rollback-unseen':
      return outcome.doubt === undefined
        ? 'failed, the rollback goes on at AWS'
        : 'failed, rolled back, not proven to serve';
    case 'unwatched':
      return 'no longer watched, goes on at AWS';
    case 'waiting-for-approval':
      return `waits for approval ${atStage(outcome.approval.stage)}`;
    case 'reached':
      return `${describeReached(outcome.what)}; goes on at AWS`;
    case 'approved':
      return 'approved, goes on at AWS';
    case 'inconclusive':
      return `released${after}, health not proven`;
    case 'interrupted':
      if (!outcome.started) return `interrupted, ${only(outcome) ?? 'nothing was changed'}`;
      if (outcome.unproven === true) return `released${after}, interrupted, health not proven`;
      if (outcome.released === true) return `released${after}, the watch was interrupted`;
      return `interrupted, the ${outcome.rollingBack ? 'rollback' : 'deployment'} goes on at AWS`;
    case 'declined':
      return 'declined, nothing was changed';
    case 'not-started':
      return `not started: ${describeReason(outcome.because)}`;
    case 'error':
      return changedBy(outcome) === 'nothing'
        ? 'failed, nothing was changed'
        : 'failed, what was changed is not known';
    default:
      return outcome satisfies never;
  }
}

/** Why it ended as it did, in one line; undefined where that says nothing beyond how it ended. */
export function outcomeReason(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'failed-rolled-back':
    case 'failed-left':
    case 'stopped':
    case 'superseded':
    case 'failed-rollback-unseen':
    case 'unwatched':
    case 'inconclusive':
      return describeReason(outcome.because);
    case 'failed-rollback-failed':
      if (outcome.serves !== undefined) return describeReason(outcome.because);
      return `${describeReason(outcome.because)}; the rollback: ${describeReason(outcome.rollbackBecause)}`;
    case 'error':
      return errorText(outcome.error);
    case 'waiting-for-approval':
      return describeTimeout(outcome.approval);
    case 'succeeded':
    case 'nothing-to-do':
    case 'rolled-back-as-asked':
    case 'planned':
    case 'reached':
    case 'approved':
    case 'interrupted':
    case 'declined':
    case 'not-started':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

/** What it has done although it started no deployment. */
function only(outcome: Extract<Outcome, { kind: 'interrupted' | 'nothing-to-do' }>): string | undefined {
  if (outcome.stoppedOther !== undefined) return `only ${outcome.stoppedOther} was stopped`;
  return outcome.settingsRestored === true ? 'only settings put back' : undefined;
}
