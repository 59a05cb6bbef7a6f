import type { RollbackPolicy } from '../model/gate.ts';
import type { Until } from '../model/lifecycle.ts';
import { minutes, seconds, type Milliseconds } from '../model/duration.ts';

/** What the loop may do, and for how long. */
export interface FollowPolicy {
  /** An observer reports and concludes, and never acts: two people looking cannot both roll back. */
  readonly role: 'driver' | 'observer';
  readonly timeout: Milliseconds;
  /** Who decides that a release goes back which cannot succeed any more, or which a gate finds bad. */
  readonly rollback: RollbackPolicy;
  /** There is somebody to ask. */
  readonly canAsk?: boolean | undefined;
  readonly rollbackOnTimeout: boolean;
  /** AWS's circuit breaker goes back by itself: then start failures are its business. */
  readonly awsRollsBack: boolean;
  readonly onInterrupt: 'detach' | 'rollback';
  /** Absent: to its end. */
  readonly until?: Until | undefined;
  /** Waits that CodeDeploy leaves to somebody are ended as soon as they begin: a way back at night waits for nobody. */
  readonly endsWaits?: boolean | undefined;
  /** Stages of AWS's at which a pause waits for gates of ours, with their names; nobody is asked there. */
  readonly heldForGates?: Readonly<Record<string, readonly string[]>> | undefined;
  /** At a pause for a person: stay until somebody has answered. */
  readonly waitForApproval?: boolean | undefined;
}

export const defaultTimeout: Milliseconds = minutes(30);

// At most 21 looks a minute: the verdict is never later than 3 s, and the budget of 24 status calls leaves room for the
// call that confirms it, the one that verifies the end, and a look that comes early because the time is up.
export const lookInterval: Milliseconds = seconds(2.9);

/** A rollback that takes longer than this is left to AWS, and said so. */
export const rollbackTimeout: Milliseconds = minutes(15);

/** The same where traffic goes back first: a network load balancer takes ten minutes for each of its two kinds. */
export const shiftBackTimeout: Milliseconds = minutes(40);

/** AWS unreachable for so long: whoever watches should know, rather than wait on. */
export const blindAtMost: Milliseconds = minutes(10);

/**
 * Credentials that end sooner than this are taken for used up. What is left to do then needs them: the look that is under way (20 s, if AWS
 * does not answer it) and two rounds of reads for the diagnosis (20 s each); the rest is for clocks that differ.
 */
export const expiryMargin: Milliseconds = seconds(90);

/** Two failures with one cause that cannot heal: the third would only take longer. */
export const startFailuresAtMost = 2;

/** Tasks of the new revision that started and died alike, none of them ever healthy: a crash loop. */
export const crashesAtMost = 3;

// On the tick of those that look without failing.
const longestPause: Milliseconds = 10 * lookInterval;

/** After a failed look the next one comes later and later, so that a throttled account gets air. */
export function afterFailedLooks(count: number): Milliseconds {
  return Math.min(longestPause, lookInterval * 2 ** Math.min(count, 8));
}
