import type { Outcome } from '../model/outcome.ts';
import type { Reason, Verdict } from '../model/verdict.ts';
import type { FollowEnd } from './decide.ts';
import type { FollowMemory } from './follow-memory.ts';

/** What came of looking at what runs, after AWS said that it is over. */
export interface Verification {
  readonly verdict: Verdict;
  /** `family:revision` that serves now, where it could be read. */
  readonly serving?: string | undefined;
}

/**
 * How a followed release ended, from AWS's verdict and our own look at what runs. Pure.
 * @param planned how many tasks were wanted when it was planned, where there is a plan
 */
export function conclude(
  end: FollowEnd,
  memory: FollowMemory,
  verification: Verification | undefined,
  planned = 0,
): Outcome {
  switch (end.kind) {
    case 'successful':
      return afterSuccess(
        verification?.verdict ?? { kind: 'inconclusive', because: { kind: 'no-running-task' } },
        Math.max(planned, memory.mostDesired),
      );
    case 'rolled-back':
      return afterRollback(memory, verification);
    case 'rollback-failed':
      return {
        kind: 'failed-rollback-failed',
        because: memory.rollback?.because ?? end.because,
        rollbackBecause: end.because,
      };
    case 'rollback-unseen':
      return {
        kind: 'failed-rollback-unseen',
        because: memory.rollback?.because ?? end.because,
        by: memory.rollback?.by ?? 'aws',
      };
    case 'interrupted':
      return {
        kind: 'interrupted',
        signal: end.signal,
        started: true,
        rollingBack: memory.rollback !== undefined,
        ...(isUnheard(memory) ? { asked: true } : {}),
      };
    case 'failed-left':
    case 'stopped':
    case 'superseded':
    case 'unwatched':
    case 'waiting-for-approval':
    case 'reached':
      return end;
    default:
      return end satisfies never;
  }
}

/** Asked to go back, AWS has not answered, and no look since then has shown whether it does. */
function isUnheard({ asked, rollback, last }: FollowMemory): boolean {
  return asked !== undefined && rollback === undefined && (last === undefined || last.at < asked.at);
}

function afterSuccess(verdict: Verdict, mostDesired: number): Outcome {
  const { kind, because } = verdict;
  switch (kind) {
    case 'pass':
      // Scaled to 0 meanwhile: AWS calls that successful although no task may ever have come up.
      return because.kind === 'desired-zero' && mostDesired > 0
        ? { kind: 'inconclusive', because }
        : { kind: 'succeeded', because };
    case 'fail':
      return takenAway(because) ?? { kind: 'failed-left', because };
    case 'inconclusive':
    case 'pending':
      return because.kind === 'interrupted' ? cutShort(because.signal) : { kind: 'inconclusive', because };
    default:
      return kind satisfies never;
  }
}

/** Told to leave before what runs was looked at to the end. */
function cutShort(signal: 'SIGINT' | 'SIGTERM'): Outcome {
  return { kind: 'interrupted', signal, started: true, rollingBack: false, released: true, unproven: true };
}

/** 20 is a promise that the old revision was verified serving; short of that it is not given. */
function afterRollback(memory: FollowMemory, verification: Verification | undefined): Outcome {
  const { by, because } = memory.rollback ?? { by: 'aws', because: { kind: 'in-progress' } };
  if (verification === undefined) return { kind: 'failed-rollback-unseen', because, by };
  const { verdict, serving } = verification;
  switch (verdict.kind) {
    case 'pass':
      return {
        kind: 'failed-rolled-back',
        because,
        by,
        to: serving ?? 'the revision before',
        proof: verdict.because,
      };
    case 'fail':
      return (
        takenAway(verdict.because, because) ?? {
          kind: 'failed-rollback-failed',
          because,
          rollbackBecause: verdict.because,
        }
      );
    case 'inconclusive':
    case 'pending':
      return { kind: 'failed-rollback-unseen', because, by, doubt: verdict.because };
    default:
      return verdict satisfies never;
  }
}

/**
 * What serves is not ours to judge any more: somebody's later deployment took our place between AWS's verdict and our look, or
 * the service was deleted.
 * @param rollback why it was rolled back before, if it was
 */
function takenAway(because: Reason, rollback?: Reason): Outcome | undefined {
  switch (because.kind) {
    case 'service-gone':
      return { kind: 'stopped', because };
    case 'superseded': {
      if (because.after?.end !== 'rollback') return { kind: 'superseded', because };
      return { kind: 'superseded', because: { ...because, after: { end: 'rollback', because: rollback } } };
    }
    default:
      return undefined;
  }
}
