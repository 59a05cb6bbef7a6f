import type { ServiceEvent, Snapshot, StoppedTask } from '../model/deployment.ts';
import { seconds, type Milliseconds } from '../model/duration.ts';
import type { RollbackHolder } from '../model/outcome.ts';
import type { Reason } from '../model/verdict.ts';
import { startFailureOf } from '../diagnosis/start-failure.ts';
import { pendingApprovals, rememberPauses, type Pauses } from './pauses.ts';
import { hasPassed } from './reached.ts';
import { namesJudgementOfAws } from './rollback-words.ts';

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
  /** Where traffic shifts: until when ECS waited for all new tasks to be healthy, as the looks before POST_SCALE_UP tell. */
  readonly scalingUpUntil?: number | undefined;
  /** How far this machine's clock is ahead of AWS's at most, negative where it is behind. */
  readonly clockAhead?: Milliseconds | undefined;
  /** The most tasks that were wanted in any look; 0: there was never one to be proven. */
  readonly mostDesired: number;
  /** Pauses for a person that any look has seen. */
  readonly pauses: Pauses;
  /** When a look first saw each pause, by the id of its hook; local clock. */
  readonly heldSince: Readonly<Record<string, number>>;
  /** Time in which the deployment was held by a pause, up to the last look or failed look. */
  readonly pausedFor: Milliseconds;
  readonly lookedAt: number;
  /** AWS or we are going back. */
  readonly rollback?:
    { readonly by: RollbackHolder; readonly because: Reason; readonly at: number } | undefined;
  /** A person was asked whether it is to go back, and has answered or not yet. */
  readonly question?: { readonly because: Reason; readonly answer?: 'yes' | 'no' | undefined } | undefined;
  /** AWS refused to end a wait early: it is not asked again. */
  readonly mustWait?: boolean | undefined;
  /** We asked AWS to go back, and it did not answer: it may have heard. */
  readonly asked?: { readonly because: Reason; readonly at: number } | undefined;
  /** Looks that failed in a row. */
  readonly failedLooks: number;
  readonly blindSince?: number | undefined;
}

// Enough evidence for a diagnosis; a crash loop over hours must not fill the memory.
const mostKept = 200;

export function newMemory(startedAt: number): FollowMemory {
  return {
    startedAt,
    startFailures: {},
    hasProgress: false,
    stoppedTasks: [],
    events: [],
    mostDesired: 0,
    pauses: {},
    heldSince: {},
    pausedFor: 0,
    lookedAt: startedAt,
    failedLooks: 0,
  };
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
  const pauses = rememberPauses(memory.pauses, snapshot);
  const clockAhead = clockAheadOf(memory, snapshot);
  return {
    startedAt: memory.startedAt,
    last: snapshot,
    startFailures,
    hasProgress: memory.hasProgress || showsProgress(snapshot),
    clockAhead,
    scalingUpUntil: scalingUpUntil(memory, snapshot, clockAhead),
    pauses,
    heldSince: heldSince(memory.heldSince, snapshot, now),
    pausedFor: pausedTime(memory, now),
    lookedAt: now,
    stoppedTasks: [...memory.stoppedTasks, ...snapshot.stoppedTasks].slice(-mostKept),
    events: [...memory.events, ...snapshot.events].slice(-mostKept),
    mostDesired: Math.max(memory.mostDesired, snapshot.desired, snapshot.target.requested),
    rollback:
      withWords(memory.rollback, snapshot) ??
      rollbackSeen({ ...memory, pauses }, snapshot, startFailures, now),
    asked: memory.asked,
    mustWait: memory.mustWait,
    question: memory.question,
    failedLooks: 0,
  };
}

function heldSince(
  before: FollowMemory['heldSince'],
  snapshot: Snapshot,
  now: number,
): FollowMemory['heldSince'] {
  const held = pendingApprovals(snapshot).map(({ hookId }) => [hookId, before[hookId] ?? now] as const);
  return { ...before, ...Object.fromEntries(held) };
}

/** The memory after a look that failed. */
export function rememberFailure(memory: FollowMemory, now: number): FollowMemory {
  return {
    ...memory,
    pausedFor: pausedTime(memory, now),
    lookedAt: now,
    failedLooks: memory.failedLooks + 1,
    blindSince: memory.blindSince ?? now,
  };
}

/** How long pauses have held the deployment by now: its last look speaks for the time since then. */
export function pausedTime({ pauses, pausedFor, lookedAt }: FollowMemory, now: number): Milliseconds {
  const isHeld = Object.values(pauses).some(({ state }) => state === 'awaited');
  return pausedFor + (isHeld ? Math.max(0, now - lookedAt) : 0);
}

/** Who comes later, when ECS waits no more, knows no more than that it was after the deployment began. */
function scalingUpUntil(
  { scalingUpUntil: known, last }: FollowMemory,
  snapshot: Snapshot,
  clockAhead: Milliseconds,
): number | undefined {
  if (snapshot.shift === undefined) return undefined;
  if (hasPassed(snapshot.shift.stage, 'POST_SCALE_UP')) return known ?? snapshot.deployment.createdAt;
  return known === undefined || last?.shift !== undefined ? snapshot.at - clockAhead : known;
}

/** What AWS has just noted happened before the look that shows it: the look that comes soonest after tells the most. */
function clockAheadOf({ clockAhead }: FollowMemory, { at, deployment, events }: Snapshot): Milliseconds {
  const newest = Math.max(deployment.createdAt, ...events.map((event) => event.at));
  return Math.min(clockAhead ?? Number.POSITIVE_INFINITY, at - newest);
}

/**
 * The moment at which ECS judged all tasks of the revision that it brought in healthy. A rolling deployment is judged at its end;
 * where traffic shifts, all are healthy at the end of SCALE_UP, and a task that starts later is judged by nobody. By AWS's clock.
 */
export function judgedAt({ last, scalingUpUntil: scaledUp }: FollowMemory): number | undefined {
  return last?.shift === undefined ? last?.finishedAt : scaledUp;
}

// ECS's developer guide: a task without any check counts as healthy 40 s after RUNNING.
const countsAsHealthyAfter = seconds(40);

/**
 * Who comes when SCALE_UP is over has not seen when ECS judged its tasks, but knows how: those without any check count as healthy when
 * they have run for a while, and had done so by the end of the deployment if they ran that long before it. By AWS's clock.
 */
export function uncheckedJudgedAt({ last, scalingUpUntil: scaledUp }: FollowMemory): number | undefined {
  const hasComeLater = scaledUp !== undefined && scaledUp === last?.deployment.createdAt;
  return hasComeLater && last.finishedAt !== undefined ? last.finishedAt - countsAsHealthyAfter : undefined;
}

/** ECS stops old tasks, or goes past SCALE_UP, only once new ones are healthy. */
function showsProgress({ phase, shift }: Snapshot): boolean {
  return phase === 'draining-old-tasks' || phase === 'baking' || hasPassed(shift?.stage, 'POST_SCALE_UP');
}

type Rollback = NonNullable<FollowMemory['rollback']>;

/** A rollback that we did not ask for is AWS's own, or that of somebody else through AWS. */
function rollbackSeen(
  { asked, pauses }: FollowMemory,
  snapshot: Snapshot,
  startFailures: Readonly<Record<string, CountedFailure>>,
  now: number,
): Rollback | undefined {
  const isRollingBack = ['rollback-requested', 'rolling-back', 'rolled-back', 'rollback-failed'].includes(
    snapshot.status,
  );
  if (!isRollingBack) return undefined;
  const isOfAws = snapshot.circuitBreaker.status === 'triggered' || snapshot.alarms.status === 'triggered';
  if (asked !== undefined && !isOfAws) return { by: 'ecsdeploy', because: asked.because, at: now };
  const { statusReason } = snapshot;
  if (!isOfAws && isOfSomebody(pauses, snapshot)) {
    return { by: 'someone', because: { kind: 'stopped-by-someone', text: statusReason }, at: now };
  }
  const [failure] = Object.values(startFailures).sort((a, b) => b.count - a.count);
  const text = statusReason ?? failure?.text;
  return {
    by: 'aws',
    because: text === undefined ? { kind: 'in-progress' } : { kind: 'aws', text },
    at: now,
  };
}

function isOfSomebody(pauses: Pauses, snapshot: Snapshot): boolean {
  // CodeDeploy says who, and goes through the same statuses either way.
  if (snapshot.deployment.codeDeploy !== undefined) return snapshot.isStoppedBySomebody === true;
  return isAskedFor(snapshot) || isRefused(pauses, snapshot);
}

/**
 * Whether a person or a program has asked for the rollback: only then does a deployment become ROLLBACK_REQUESTED. Later its
 * reason tells, which names what AWS has judged where it was AWS; without a reason nothing is claimed.
 */
function isAskedFor({ status, statusReason }: Snapshot): boolean {
  if (status === 'rollback-requested') return true;
  return statusReason !== undefined && !namesJudgementOfAws(statusReason);
}

/**
 * Whether somebody has answered a pause with ROLLBACK: its hook failed, which a pause does not do by itself. How AWS words that is not
 * known; where it names a pause that timed out, nobody has answered.
 */
function isRefused(pauses: Pauses, { statusReason }: Snapshot): boolean {
  if (statusReason !== undefined && /timed out/i.test(statusReason)) return false;
  return Object.values(pauses).some(({ state }) => state === 'refused');
}

/** AWS gives its words for a rollback only some time after it was asked for it. */
function withWords(rollback: Rollback | undefined, { statusReason }: Snapshot): Rollback | undefined {
  if (rollback?.because.kind !== 'stopped-by-someone' || statusReason === undefined) return rollback;
  return { ...rollback, because: { ...rollback.because, text: statusReason } };
}
