import type { ServiceEvent, Snapshot, StoppedTask } from '../model/deployment.ts';
import type { RollbackHolder } from '../model/outcome.ts';
import type { Reason } from '../model/verdict.ts';
import { startFailureOf } from '../diagnosis/start-failure.ts';

/** A start failure and how often it was seen. */
export interface CountedFailure {
  readonly text: string;
  readonly canHeal: boolean;
  readonly count: number;
  /** How many of them had been RUNNING: ECS's circuit breaker does not count those (containers-roadmap#1206). */
  readonly afterStart: number;
}

/** What earlier looks of one follow have shown. A plain value: each look makes the next one. */
export interface FollowMemory {
  readonly startedAt: number;
  readonly last?: Snapshot | undefined;
  readonly startFailures: Readonly<Record<string, CountedFailure>>;
  /** Some task of the new revision has become healthy: ECS has begun to stop old ones. */
  readonly hasProgress: boolean;
  readonly stoppedTasks: readonly StoppedTask[];
  readonly events: readonly ServiceEvent[];
  /** AWS or we are going back. */
  readonly rollback?:
    { readonly by: RollbackHolder; readonly because: Reason; readonly at: number } | undefined;
  /** We asked AWS to go back, and it did not answer: it may have heard. */
  readonly asked?: { readonly because: Reason; readonly at: number } | undefined;
  /** Looks that failed in a row. */
  readonly failedLooks: number;
  readonly blindSince?: number | undefined;
}

// Enough evidence for a diagnosis; a crash loop over hours must not fill the memory.
const mostKept = 200;

export function newMemory(startedAt: number): FollowMemory {
  return { startedAt, startFailures: {}, hasProgress: false, stoppedTasks: [], events: [], failedLooks: 0 };
}

/** The memory after a look that worked. */
export function remember(memory: FollowMemory, snapshot: Snapshot, now: number): FollowMemory {
  const startFailures = { ...memory.startFailures };
  for (const task of snapshot.stoppedTasks) {
    const failure = startFailureOf(task);
    if (failure === undefined) continue;
    const known = startFailures[failure.key];
    startFailures[failure.key] = {
      text: failure.text,
      canHeal: failure.canHeal,
      count: (known?.count ?? 0) + 1,
      afterStart: (known?.afterStart ?? 0) + (task.startedAt === undefined ? 0 : 1),
    };
  }
  return {
    startedAt: memory.startedAt,
    last: snapshot,
    startFailures,
    hasProgress: memory.hasProgress || snapshot.phase === 'draining-old-tasks' || snapshot.phase === 'baking',
    stoppedTasks: [...memory.stoppedTasks, ...snapshot.stoppedTasks].slice(-mostKept),
    events: [...memory.events, ...snapshot.events].slice(-mostKept),
    rollback: memory.rollback ?? rollbackSeen(memory, snapshot, startFailures, now),
    asked: memory.asked,
    failedLooks: 0,
  };
}

/** The memory after a look that failed. */
export function rememberFailure(memory: FollowMemory, now: number): FollowMemory {
  return { ...memory, failedLooks: memory.failedLooks + 1, blindSince: memory.blindSince ?? now };
}

/** A rollback that we did not ask for is AWS's, or that of a person through AWS. */
function rollbackSeen(
  { asked }: FollowMemory,
  snapshot: Snapshot,
  startFailures: Readonly<Record<string, CountedFailure>>,
  now: number,
): FollowMemory['rollback'] {
  const isRollingBack = ['rollback-requested', 'rolling-back', 'rolled-back', 'rollback-failed'].includes(
    snapshot.status,
  );
  if (!isRollingBack) return undefined;
  const isOfAws = snapshot.circuitBreaker.status === 'triggered' || snapshot.alarms.status === 'triggered';
  if (asked !== undefined && !isOfAws) return { by: 'ecsdeploy', because: asked.because, at: now };
  const [failure] = Object.values(startFailures).sort((a, b) => b.count - a.count);
  const text = snapshot.statusReason ?? failure?.text;
  return {
    by: 'aws',
    because: text === undefined ? { kind: 'in-progress' } : { kind: 'aws', text },
    at: now,
  };
}
