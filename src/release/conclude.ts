import type { Outcome } from '../model/outcome.ts';
import type { Verdict } from '../model/verdict.ts';
import type { FollowEnd } from './decide.ts';
import type { FollowMemory } from './follow-memory.ts';

/** What came of looking at what runs, after AWS said that it is over. */
export interface Verification {
  readonly verdict: Verdict;
  /** `family:revision` that serves now, where it could be read. */
  readonly serving?: string | undefined;
}

/** How a followed release ended, from AWS's verdict and our own look at what runs. Pure. */
export function conclude(
  end: FollowEnd,
  memory: FollowMemory,
  verification: Verification | undefined,
): Outcome {
  switch (end.kind) {
    case 'successful':
      return afterSuccess(
        verification?.verdict ?? { kind: 'inconclusive', because: { kind: 'no-running-task' } },
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
      };
    case 'failed-left':
    case 'stopped':
    case 'superseded':
    case 'unwatched':
      return end;
    default:
      return end satisfies never;
  }
}

function afterSuccess({ kind, because }: Verdict): Outcome {
  switch (kind) {
    case 'pass':
      return { kind: 'succeeded', because };
    case 'fail':
      // Somebody's later deployment took our place between AWS's verdict and our look.
      return because.kind === 'superseded'
        ? { kind: 'superseded', because }
        : { kind: 'failed-left', because };
    case 'inconclusive':
    case 'pending':
      return { kind: 'inconclusive', because };
    default:
      return kind satisfies never;
  }
}

/** 20 is a promise that the old revision was verified serving; short of that it is not given. */
function afterRollback(memory: FollowMemory, verification: Verification | undefined): Outcome {
  const rollback = memory.rollback ?? { by: 'aws', because: { kind: 'in-progress' } };
  if (verification?.verdict.kind === 'pass') {
    return {
      kind: 'failed-rolled-back',
      because: rollback.because,
      by: rollback.by,
      to: verification.serving ?? 'the revision before',
    };
  }
  if (verification?.verdict.kind === 'fail') {
    const { because } = verification.verdict;
    if (because.kind === 'superseded') return { kind: 'superseded', because };
    return { kind: 'failed-rollback-failed', because: rollback.because, rollbackBecause: because };
  }
  return { kind: 'failed-rollback-unseen', because: rollback.because, by: rollback.by };
}
