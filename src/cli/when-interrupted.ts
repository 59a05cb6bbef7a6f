import type { ReleaseFact } from '../model/release-event.ts';
import type { Standing } from '../model/standing.ts';

type OnInterrupt = 'detach' | 'rollback';

/** What is done now that a first signal has come. Pure. */
export function thenOf(
  standing: Standing | undefined,
  onInterrupt: OnInterrupt,
): Extract<ReleaseFact, { type: 'interrupt.received' }>['then'] {
  switch (standing) {
    case undefined:
      return 'stop';
    case 'answering':
    case 'asking-back':
      return 'hear';
    case 'forward':
      return onInterrupt;
    case 'going-back':
    case 'taking-back':
      return 'leave-rollback';
    // What AWS has ended has nothing under way that could be turned round.
    case 'successful':
    case 'watched':
    case 'rolled-back':
    case 'ended':
      return 'leave';
    default:
      return standing satisfies never;
  }
}

/** What a process leaves behind that leaves at this very moment. Pure. */
export function leftOf(
  standing: Standing | undefined,
  onInterrupt: OnInterrupt,
): Extract<ReleaseFact, { type: 'interrupt.forced' }>['left'] {
  switch (standing) {
    case undefined:
      return 'start-unknown';
    case 'answering':
      return 'answer-unknown';
    case 'asking-back':
      return 'rollback-unknown';
    case 'forward':
      return onInterrupt === 'rollback' ? 'rollback-unknown' : 'goes-on';
    case 'going-back':
    case 'taking-back':
      return 'rolls-back';
    case 'successful':
    case 'watched':
    case 'rolled-back':
    case 'ended':
      return 'ended';
    default:
      return standing satisfies never;
  }
}
