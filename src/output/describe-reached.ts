import { harmless } from './harmless.ts';

/** How far a release was followed, as a predicate: `has all production traffic; the old revision still runs`. */
export function describeReached(what: string): string {
  switch (what) {
    case 'traffic-shifted':
      return 'has all production traffic, and the old revision still runs';
    case 'paused':
      return 'waits for a person';
    case 'ROLLBACK_REQUESTED':
      return 'is being taken back, as asked';
    default:
      return `has reached ${harmless(what)}`;
  }
}
