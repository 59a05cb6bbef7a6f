import { isGood, type Outcome } from '../../model/outcome.ts';
import { describeOutcome } from '../describe-outcome.ts';

/** A sign beside the words, which say the same. */
export function outcomeIcon(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'waiting-for-approval':
      return '⏸️';
    case 'failed-rolled-back':
      return '↩️';
    case 'planned':
      return '📋';
    default:
      return toneIcons[isGood(outcome) ? 'good' : describeOutcome(outcome, { service: '' }).tone];
  }
}

export const toneIcons = { good: '✅', warn: '⚠️', bad: '❌' } as const;
