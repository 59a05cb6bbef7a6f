import { endStatuses, type Move, type Snapshot } from '../model/deployment.ts';
import type { Milliseconds } from '../model/duration.ts';
import { readyWait, type PendingApproval } from '../model/lifecycle.ts';
import type { Reason, SupersededAfter } from '../model/verdict.ts';
import { expiring } from './expiring.ts';
import { pausedTime, type CountedFailure, type FollowMemory } from './follow-memory.ts';
import {
  afterFailedLooks,
  blindAtMost,
  crashesAtMost,
  lookInterval,
  rollbackTimeout,
  shiftBackTimeout,
  startFailuresAtMost,
  type FollowPolicy,
} from './follow-policy.ts';
import { pendingApprovals } from './pauses.ts';
import { gatesHolding, type GatesMeanwhile } from './gates/held-for-gates.ts';
import { badGate } from './gates/judge-standings.ts';
import { letsGoOn } from './gates/lets-go-on.ts';
import { reachedOf } from './reached.ts';
import { breakerThreshold } from './safety-rules.ts';

/** Why a look did not work, as far as the decision depends on it. */
export interface LookFailure {
  readonly kind: 'passing' | 'credentials' | 'denied';
  readonly error: string;
}

export interface Situation extends GatesMeanwhile {
  readonly now: number;
  /** When the look began, where AWS took its time to answer: of what came after that it tells nothing. */
  readonly lookedAt?: number | undefined;
  readonly memory: FollowMemory;
  readonly policy: FollowPolicy;
  /** The look that just failed, if it did; otherwise `memory.last` is fresh. */
  readonly failure?: LookFailure | undefined;
  readonly interrupt?: 'SIGINT' | 'SIGTERM' | undefined;
  /** When the credentials of this process end, where that is known and their provider has no newer ones yet. */
  readonly credentialsExpireAt?: number | undefined;
  /** The run that this release belongs to goes back, and why. */
  readonly recall?: Reason | undefined;
}

/** How following ended; `conclude.ts` makes an outcome of it. */
export type FollowEnd =
  | { readonly kind: 'successful' }
  | { readonly kind: 'rolled-back' }
  | { readonly kind: 'rollback-failed'; readonly because: Reason }
  | { readonly kind: 'rollback-unseen'; readonly because: Reason }
  | { readonly kind: 'failed-left'; readonly because: Reason }
  | { readonly kind: 'stopped'; readonly because: Reason }
  | { readonly kind: 'superseded'; readonly because: Reason }
  | { readonly kind: 'unwatched'; readonly because: Reason }
  | {
      readonly kind: 'waiting-for-approval';
      readonly approval: PendingApproval;
      readonly asAsked: boolean;
    }
  | { readonly kind: 'reached'; readonly what: string }
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM' };

export type Decision =
  | { readonly kind: 'look-again'; readonly after: Milliseconds }
  /** AWS is asked to go back. */
  | { readonly kind: 'move'; readonly move: Move; readonly because: Reason; readonly thenEnd?: FollowEnd }
  /** A person is asked whether it is to go back; looking goes on meanwhile. */
  | { readonly kind: 'ask'; readonly because: Reason }
  /** A wait of AWS's is ended: it goes on as it would have. */
  | { readonly kind: 'end-wait'; readonly move: Move }
  | { readonly kind: 'end'; readonly end: FollowEnd };

/**
 * What to do after a look. Pure: the same situation gives the same decision. Ends that AWS has declared come first; an
 * interruption next, since whoever waits has seconds; then what is still in our hands.
 */
export function decide(situation: Situation): Decision {
  const { memory, interrupt, failure } = situation;
  const snapshot = failure === undefined ? memory.last : undefined;
  const declared = snapshot === undefined ? undefined : declaredEnd(snapshot, memory);
  if (declared !== undefined) return { kind: 'end', end: declared };
  if (interrupt !== undefined) return leave(situation, interrupt);
  if (failure !== undefined) return afterFailure(situation, failure);
  if (memory.rollback !== undefined) return followRollback(situation, memory.rollback);
  return (
    recalled(situation) ??
    judgeGates(situation) ??
    judgeProgress(situation) ??
    letGoOn(situation) ??
    endWait(situation) ??
    stopHere(situation) ??
    beforeDeadline(situation)
  );
}

/**
 * As far as it was to be followed, or at a pause that nobody is to wait for. Once AWS was asked to go back, and may have heard, there
 * is no such place any more.
 */
function stopHere(situation: Situation): Decision | undefined {
  const { memory, policy } = situation;
  const { last, asked } = memory;
  if (last === undefined || asked !== undefined) return undefined;
  const what = reachedOf(policy.until, last);
  if (what !== undefined) return { kind: 'end', end: { kind: 'reached', what } };
  // A pause of gates asks nobody, until they cannot tell: then it stays, and somebody has to look.
  const [approval] = pendingApprovals(last).filter(
    ({ stage }) => gatesHolding(stage, policy, memory, situation) === undefined,
  );
  const asAsked = policy.until?.kind === 'paused';
  if (approval === undefined || (policy.waitForApproval === true && !asAsked)) return undefined;
  return { kind: 'end', end: { kind: 'waiting-for-approval', approval, asAsked } };
}

/** Pauses that wait for gates are let go when all of these have passed since they began to hold. */
function letGoOn({ memory, policy, gates = [], gatesToBegin }: Situation): Decision | undefined {
  const { last, mustWait, asked } = memory;
  const { role, heldForGates = {} } = policy;
  if (role === 'observer' || last === undefined || mustWait === true || asked !== undefined) return undefined;
  // A person may be thinking about it.
  if (badGate(gates) !== undefined) return undefined;
  for (const { hookId, stage } of pendingApprovals(last)) {
    const names = heldForGates[stage];
    if (names === undefined) continue;
    const since = memory.heldSince[hookId] ?? Number.POSITIVE_INFINITY;
    if (!names.every((name) => letsGoOn(gates, name, since, last, gatesToBegin))) continue;
    const move = last.moves.find((one) => one.kind === 'continue' && one.hookId === hookId);
    if (move !== undefined) return { kind: 'end-wait', move };
  }
  return undefined;
}

/**
 * Waits that are left to somebody, where the policy says so. The old tasks are let go only once all new ones run: until then they are the
 * way out.
 */
function endWait({ memory: { last, mustWait, asked }, policy }: Situation): Decision | undefined {
  if (policy.endsWaits !== true || policy.role === 'observer') return undefined;
  if (last === undefined || mustWait === true || asked !== undefined) return undefined;
  const { requested, running } = last.target;
  // A pause of ECS is there because somebody wants to be asked, also at night.
  const move = last.moves.find(
    (one) =>
      (one.kind === 'continue' && one.hookId === readyWait) ||
      (one.kind === 'end-termination-wait' && running >= requested),
  );
  return move === undefined ? undefined : { kind: 'end-wait', move };
}

/** An end that AWS has declared for our deployment, by its identity. */
function declaredEnd(snapshot: Snapshot, memory: FollowMemory): FollowEnd | undefined {
  if (snapshot.supersededBy !== undefined) {
    const { deploymentId, taskDefinition } = snapshot.supersededBy;
    return {
      kind: 'superseded',
      because: {
        kind: 'superseded',
        byDeployment: deploymentId,
        taskDefinition,
        after: endedBefore(snapshot, memory),
      },
    };
  }
  if (!endStatuses.has(snapshot.status)) return undefined;
  switch (snapshot.status) {
    case 'successful':
      return { kind: 'successful' };
    case 'rolled-back':
      return { kind: 'rolled-back' };
    case 'rollback-failed':
      return { kind: 'rollback-failed', because: endReason(snapshot, memory) };
    case 'failed':
      return { kind: 'failed-left', because: endReason(snapshot, memory) };
    case 'gone':
      return { kind: 'stopped', because: { kind: 'service-gone', status: 'deleted' } };
    default:
      return isJudgedBad(snapshot)
        ? { kind: 'failed-left', because: endReason(snapshot, memory) }
        : { kind: 'stopped', because: stopReason(snapshot, memory) };
  }
}

/** AWS's own circuit breaker or alarm ended it. */
function isJudgedBad({ circuitBreaker, alarms }: Snapshot): boolean {
  return circuitBreaker.status === 'triggered' || alarms.status === 'triggered';
}

/** Where a deployment had got to when the next one came: one that goes back, or has failed, is not simply cut short. */
function endedBefore(snapshot: Snapshot, memory: FollowMemory): SupersededAfter | undefined {
  const { status, statusReason } = snapshot;
  const words: Reason | undefined =
    statusReason === undefined ? undefined : { kind: 'aws', text: statusReason };
  if (memory.rollback !== undefined) return { end: 'rollback', because: memory.rollback.because };
  if (status === 'rollback-failed') return { end: 'rollback', because: words };
  return isJudgedBad(snapshot) ? { end: 'failure', because: words } : undefined;
}

function endReason({ status, statusReason, alarms }: Snapshot, { rollback }: FollowMemory): Reason {
  if (statusReason !== undefined) return { kind: 'aws', text: statusReason };
  if (rollback !== undefined) return rollback.because;
  if (status === 'failed') return { kind: 'aws', text: 'FAILED' };
  const { triggered } = alarms;
  return {
    kind: 'aws',
    text: triggered.length > 0 ? `alarms ${triggered.join(', ')} TRIGGERED` : 'circuit breaker TRIGGERED',
  };
}

/** Nothing of AWS's has judged it: if this run did not ask, somebody else has. */
function stopReason({ statusReason }: Snapshot, { rollback }: FollowMemory): Reason {
  return rollback?.by === 'ecsdeploy' ? rollback.because : { kind: 'stopped-by-someone', text: statusReason };
}

function leave({ memory, policy }: Situation, signal: 'SIGINT' | 'SIGTERM'): Decision {
  const end: FollowEnd = { kind: 'interrupted', signal };
  const move = policy.role === 'driver' && policy.onInterrupt === 'rollback' ? wayBack(memory) : undefined;
  if (move === undefined || memory.rollback !== undefined) return { kind: 'end', end };
  return { kind: 'move', move, because: { kind: 'interrupted', signal }, thenEnd: end };
}

function afterFailure(situation: Situation, failure: LookFailure): Decision {
  const { now, memory } = situation;
  const unwatched = (because: Reason): Decision => {
    const end: FollowEnd =
      memory.rollback === undefined ? { kind: 'unwatched', because } : { kind: 'rollback-unseen', because };
    return { kind: 'end', end };
  };
  if (failure.kind === 'credentials') return unwatched({ kind: 'credentials', error: failure.error });
  if (failure.kind === 'denied')
    return unwatched({ kind: 'unverified', what: 'the deployment', error: failure.error });
  const blindFor = now - (memory.blindSince ?? now);
  if (blindFor >= blindAtMost) {
    return unwatched({ kind: 'unreachable', error: failure.error, forMilliseconds: blindFor });
  }
  // A rollback has a time of its own: that of the release is often just over when it begins.
  const left =
    memory.rollback === undefined ? timeLeft(situation) : memory.rollback.at + timeToGoBack(memory) - now;
  // What could not be measured is not bad: no rollback here, whatever the policy says about time. Nor is it "not finished".
  if (left <= 0) return unwatched({ kind: 'unverified', what: 'the deployment', error: failure.error });
  const expiry = expiring(situation.credentialsExpireAt, situation.now);
  if (expiry.because !== undefined) return unwatched(expiry.because);
  const after = Math.min(afterFailedLooks(memory.failedLooks), left, expiry.left);
  return { kind: 'look-again', after };
}

function followRollback(situation: Situation, rollback: NonNullable<FollowMemory['rollback']>): Decision {
  const { now, lookedAt = now, memory } = situation;
  const limit = timeToGoBack(memory);
  const left = rollback.at + limit - lookedAt;
  if (left <= 0) {
    return {
      kind: 'end',
      end: { kind: 'rollback-unseen', because: { kind: 'timeout', afterMilliseconds: limit } },
    };
  }
  // AWS has been asked, and goes on by itself.
  const { because } = expiring(situation.credentialsExpireAt, situation.now);
  if (because !== undefined) return { kind: 'end', end: { kind: 'rollback-unseen', because } };
  return { kind: 'look-again', after: Math.min(lookInterval, left) };
}

function timeToGoBack({ last }: FollowMemory): Milliseconds {
  return last?.shift === undefined ? rollbackTimeout : shiftBackTimeout;
}

/** What can no longer be stopped goes on to its end, and is taken back then. */
function recalled({ memory, policy, recall }: Situation): Decision | undefined {
  if (recall === undefined || policy.role === 'observer') return undefined;
  const move = wayBack(memory);
  return move === undefined ? undefined : { kind: 'move', move, because: recall };
}

/** A release that cannot succeed any more ends early, unless AWS's own circuit breaker sees to it. */
function judgeProgress({ memory, policy }: Situation): Decision | undefined {
  if (policy.role === 'observer') return undefined;
  const hopeless = hopelessFailure(memory, policy);
  if (hopeless === undefined) return undefined;
  const { text, count, canHeal, afterStart } = hopeless;
  const because: Reason =
    canHeal || afterStart > 0
      ? { kind: 'crash-loop', text, count }
      : { kind: 'start-failure', text, count, canHeal };
  return goBack(memory, policy, because);
}

/** A gate that has found the new revision bad. One that could not measure never has. */
function judgeGates({ memory, policy, gates = [] }: Situation): Decision | undefined {
  if (policy.role === 'observer') return undefined;
  const because = badGate(gates);
  return because === undefined ? undefined : goBack(memory, policy, because);
}

/** Who decides it, decides: the policy, or a person. Undefined: nothing is to be done about it now. */
function goBack(memory: FollowMemory, policy: FollowPolicy, because: Reason): Decision | undefined {
  const left = leaveIt(memory, policy, because);
  if (policy.rollback === 'off') return left;
  const move = wayBack(memory);
  if (policy.rollback === 'ask') {
    const { question } = memory;
    if (policy.canAsk !== true || question?.answer === 'no') return left;
    if (question === undefined) return move === undefined ? undefined : { kind: 'ask', because };
    if (question.answer === undefined) return undefined;
  }
  return move === undefined ? undefined : { kind: 'move', move, because };
}

/**
 * It stays as it is; that is the end, unless AWS holds it for the gate that has failed, or will: such a pause goes back by itself when
 * nobody has answered in time, so somebody is to look before that.
 */
function leaveIt(
  { last }: FollowMemory,
  { heldForGates = {} }: FollowPolicy,
  because: Reason,
): Decision | undefined {
  const isHeld = (stage: string): boolean =>
    because.kind === 'gate' && heldForGates[stage]?.includes(because.gate) === true;
  if (!Object.keys(heldForGates).some(isHeld)) return { kind: 'end', end: { kind: 'failed-left', because } };
  const approval = last && pendingApprovals(last).find(({ stage }) => isHeld(stage));
  return approval && { kind: 'end', end: { kind: 'waiting-for-approval', approval, asAsked: false } };
}

/**
 * A start failure that will go on: one that cannot heal, seen often enough, where AWS would not go back by itself; or a
 * crash loop, which AWS's breaker does not count.
 */
function hopelessFailure(memory: FollowMemory, { awsRollsBack }: FollowPolicy): CountedFailure | undefined {
  const failures = Object.values(memory.startFailures);
  const mostStarts = hopelessStarts(memory);
  const cannotHeal = failures.find(({ canHeal, count }) => !canHeal && count >= mostStarts);
  if (cannotHeal !== undefined && !awsRollsBack) return cannotHeal;
  const limit = crashLimit(memory, awsRollsBack);
  return failures.find(({ afterStart }) => afterStart >= limit);
}

/**
 * How many starts that cannot heal are hopeless: two. Where the revision has shown that it starts, some of them are no proof against
 * it: then as many as would trip ECS's own breaker.
 */
function hopelessStarts({ last, hasProgress }: FollowMemory): number {
  return hasProgress ? breakerThreshold(undefined, last?.desired ?? 0) : startFailuresAtMost;
}

/**
 * How many crashes are a loop: three while no new task was ever healthy. A task may also be healthy for a moment and die,
 * again and again; then as many as would trip ECS's own breaker for this many tasks, since a few may be chance. Where AWS
 * counts failures itself it gets twice the time.
 */
function crashLimit({ last, hasProgress }: FollowMemory, awsRollsBack: boolean): number {
  const limit = hasProgress ? breakerThreshold(undefined, last?.desired ?? 0) : crashesAtMost;
  return awsRollsBack && (last?.failedTasks ?? 0) > 0 ? 2 * limit : limit;
}

/** Time in which a person was asked counts for nobody. */
function timeLeft({ now, memory, policy }: Situation): Milliseconds {
  return memory.startedAt + policy.timeout + pausedTime(memory, now) - now;
}

function beforeDeadline(situation: Situation): Decision {
  const { memory, policy } = situation;
  // Whoever stops watching has looked when the time was over: an answer that came late may be older than the end.
  const left = timeLeft({ ...situation, now: situation.lookedAt ?? situation.now });
  if (left > 0) {
    const expiry = expiring(situation.credentialsExpireAt, situation.now);
    if (expiry.because !== undefined)
      return { kind: 'end', end: { kind: 'unwatched', because: expiry.because } };
    return { kind: 'look-again', after: Math.min(lookInterval, left) };
  }
  const because: Reason = { kind: 'timeout', afterMilliseconds: policy.timeout };
  const move = policy.role === 'driver' && policy.rollbackOnTimeout ? wayBack(memory) : undefined;
  return move === undefined
    ? { kind: 'end', end: { kind: 'unwatched', because } }
    : { kind: 'move', move, because };
}

function wayBack(memory: FollowMemory): Move | undefined {
  return memory.last?.moves.find(({ kind }) => kind === 'stop-and-roll-back');
}
