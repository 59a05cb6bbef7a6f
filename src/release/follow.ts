import type { Looks } from '../aws/company.ts';
import { AwsUnavailable, CredentialsFailed, PermissionDenied } from '../aws/errors.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment, Move, Snapshot } from '../model/deployment.ts';
import { EcsdeployError } from '../model/error.ts';
import type { Gate } from '../model/gate.ts';
import type { Reason } from '../model/verdict.ts';
import { cameTooLate } from './came-too-late.ts';
import { decide, type Decision, type FollowEnd, type LookFailure } from './decide.ts';
import { newMemory, remember, rememberFailure, type FollowMemory } from './follow-memory.ts';
import { afterFailedLooks, blindAtMost, lookInterval, type FollowPolicy } from './follow-policy.ts';
import { RollbackQuestion } from './gates/rollback-question.ts';
import { gatesHolding, type GatesMeanwhile } from './gates/held-for-gates.ts';
import type { GateStanding } from './gates/judge-standings.ts';
import { answerWhenLeaving, graceAfter, NoTimeLeft, type Grace } from './grace.ts';
import { signalOf } from './interrupted.ts';
import type { ReleaseContext } from './release-context.ts';
import { newsOfPauses, pendingApprovals } from './pauses.ts';
import { hasChanged } from './snapshot-change.ts';

export interface FollowOrder {
  readonly controller: Controller;
  readonly deployment: Deployment;
  readonly policy: FollowPolicy;
  /** A rollback that was asked for before following began. */
  readonly rollback?: { readonly by: 'ecsdeploy'; readonly because: Reason } | undefined;
  /** Aborted, with a `Reason`, when the run that this release belongs to goes back; the next look obeys. */
  readonly recall?: AbortSignal | undefined;
  readonly gates?: FollowedGates | undefined;
}

/** What is measured while a deployment goes on, beside the looks. */
export interface FollowedGates {
  /** After each look that worked. */
  readonly look: (snapshot: Snapshot) => void;
  readonly standings: (moment: 'during') => readonly GateStanding[];
  /** Those that have nothing to measure yet. */
  readonly toBegin: () => readonly Gate[];
  /** It goes back, or nobody watches any longer: nothing is measured any more. */
  readonly stop: () => void;
}

export interface Followed {
  readonly end: FollowEnd;
  readonly memory: FollowMemory;
  readonly deployment: Deployment;
}

/**
 * Looks until the deployment has an end or we may not watch any longer, at the same instants as all other releases of this process.
 * It never throws for what AWS answers; a bug is the only thing that leaves it as an exception.
 */
export async function follow(context: ReleaseContext, order: FollowOrder): Promise<Followed> {
  const looks = context.aws.company.look(lookInterval);
  const grace = graceAfter(context.interrupt, context.clock);
  const question = new RollbackQuestion(context);
  try {
    const followed = await followBy({ looks, grace }, question, context, order);
    // Only of a release that AWS calls successful the last word of its gates still counts.
    if (followed.end.kind !== 'successful') order.gates?.stop();
    return followed;
  } catch (error) {
    order.gates?.stop();
    throw error;
  } finally {
    question.withdraw();
    looks.stop();
    grace.end();
  }
}

interface Times {
  readonly looks: Looks;
  /** Once it is told to leave. */
  readonly grace: Grace;
}

/** The only loop: look → decide → report → act → sleep. */
async function followBy(
  times: Times,
  question: RollbackQuestion,
  context: ReleaseContext,
  order: FollowOrder,
): Promise<Followed> {
  const { looks, grace } = times;
  const { clock, report, interrupt } = context;
  const { controller, gates } = order;
  const policy: FollowPolicy = { ...order.policy, canAsk: question.canBeAsked };
  let memory: FollowMemory = newMemory(clock.now());
  if (order.rollback !== undefined) memory = { ...memory, rollback: { ...order.rollback, at: clock.now() } };
  let deployment = order.deployment;
  let quiet: readonly string[] = [];
  await sleepUnlessInterrupted(context, looks.untilFirst);
  for (;;) {
    const lookedAt = clock.now();
    const [firstLook, { expiresAt }] = await Promise.all([
      lookOnce(controller, deployment, interrupt),
      context.aws.credentials.life(interrupt),
    ]);
    let look = firstLook;
    if (look.kind === 'interrupted' && mustLookBeforeLeaving(memory, policy)) {
      // Without the way back that it shows there is nothing to ask for.
      look = await lookOnce(controller, deployment, memory.last === undefined ? grace.askBy : grace.leaveBy);
    }
    const hadRollback = memory.rollback !== undefined;
    if (look.kind === 'seen') {
      const { snapshot } = look;
      deployment = snapshot.deployment;
      const before = memory;
      memory = remember(memory, snapshot, clock.now());
      tell(context, snapshot, before.last);
      if (memory.rollback === undefined) gates?.look(snapshot);
      // Who answers by himself asks nobody to.
      if (policy.endsWaits !== true) quiet = tellPauses(context, policy, { before, memory, quiet, gates });
    } else if (look.kind === 'failed') {
      memory = rememberFailure(memory, clock.now());
    }
    if (!hadRollback && memory.rollback !== undefined) {
      report({ type: 'rollback.started', by: memory.rollback.by, because: memory.rollback.because });
    }

    if (memory.rollback !== undefined) gates?.stop();
    if (memory.question !== undefined) {
      memory = { ...memory, question: { ...memory.question, answer: question.answer } };
    }
    const decision = decide({
      now: clock.now(),
      lookedAt,
      memory,
      policy,
      failure: look.kind === 'failed' ? look.failure : undefined,
      interrupt: signalOf(interrupt),
      credentialsExpireAt: expiresAt,
      recall: order.recall?.aborted === true ? (order.recall.reason as Reason) : undefined,
      ...meanwhileOf(gates),
    });
    if (look.kind === 'failed' && decision.kind === 'look-again') {
      const { operation, failure } = look;
      const retryInMilliseconds = looks.untilNext(decision.after);
      report({ type: 'look.failed', operation, error: failure.error, retryInMilliseconds });
    }
    if (decision.kind === 'ask') void question.put(decision.because);
    const step = await carryOut(context, controller, decision, memory, times);
    memory = step.memory;
    if (step.end !== undefined) return { end: step.end, memory, deployment };
  }
}

/**
 * Whoever leaves may have to take one look that nothing interrupts: when told to go back before any look has shown the way, or
 * when AWS was asked to go back and nobody knows whether it heard.
 */
function mustLookBeforeLeaving(memory: FollowMemory, { onInterrupt }: FollowPolicy): boolean {
  const isUnheard = memory.asked !== undefined && memory.rollback === undefined;
  return isUnheard || (memory.last === undefined && onInterrupt === 'rollback');
}

type Look =
  | { readonly kind: 'seen'; readonly snapshot: Snapshot }
  | { readonly kind: 'failed'; readonly operation: string; readonly failure: LookFailure }
  | { readonly kind: 'interrupted' };

async function lookOnce(
  controller: Controller,
  deployment: Deployment,
  interrupt?: AbortSignal,
): Promise<Look> {
  if (interrupt?.aborted === true) return { kind: 'interrupted' };
  try {
    return { kind: 'seen', snapshot: await controller.observe(deployment, interrupt) };
  } catch (error) {
    if (interrupt !== undefined && signalOf(interrupt) !== undefined) return { kind: 'interrupted' };
    return { kind: 'failed', ...toLookFailure(error) };
  }
}

/** @throws what is no answer of AWS: a bug */
function toLookFailure(error: unknown): { operation: string; failure: LookFailure } {
  if (!(error instanceof EcsdeployError)) throw error;
  const operation = typeof error.details['operation'] === 'string' ? error.details['operation'] : 'AWS';
  const kind =
    error instanceof CredentialsFailed
      ? 'credentials'
      : error instanceof PermissionDenied
        ? 'denied'
        : 'passing';
  return { operation, failure: { kind, error: error.message } };
}

async function carryOut(
  context: ReleaseContext,
  controller: Controller,
  decision: Decision,
  memory: FollowMemory,
  { looks, grace }: Times,
): Promise<{ memory: FollowMemory; end?: FollowEnd }> {
  const { clock, report } = context;
  switch (decision.kind) {
    case 'end':
      return { memory, end: decision.end };
    case 'look-again':
      await sleepUnlessInterrupted(context, looks.untilNext(decision.after));
      return { memory };
    case 'ask':
      await sleepUnlessInterrupted(context, looks.untilNext(lookInterval));
      return { memory: { ...memory, question: { because: decision.because } } };
    case 'move': {
      const { move, because, thenEnd } = decision;
      if (memory.asked === undefined) report({ type: 'rollback.requested', because });
      try {
        const signal = grace.askBy;
        await controller.perform(
          move,
          thenEnd === undefined ? { signal } : { signal, answerWithin: answerWhenLeaving },
        );
      } catch (error) {
        if (!(error instanceof EcsdeployError)) throw error;
        const asked = memory.asked ?? { because, at: clock.now() };
        // Whoever is told to leave does not ask again, but looks once whether he was heard.
        if (thenEnd !== undefined) {
          const { leaveBy } = grace;
          const known = await lookOnceMore({ controller, clock }, move, { ...memory, asked }, leaveBy);
          return { memory: known, end: thenEnd };
        }
        // Told to leave meanwhile: the next turn says how.
        if (error instanceof NoTimeLeft) return { memory: { ...memory, asked } };
        // It ended in the meantime, perhaps at an earlier attempt of ours: the next look says how.
        if (cameTooLate(error)) return { memory: { ...memory, asked } };
        const rollbackBecause: Reason = { kind: 'unverified', what: 'the rollback', error: error.message };
        const isDeafTooLong = clock.now() - asked.at >= blindAtMost;
        if (error instanceof AwsUnavailable && !isDeafTooLong) {
          const failed = { ...rememberFailure(memory, clock.now()), asked };
          const wait = looks.untilNext(afterFailedLooks(failed.failedLooks));
          report({
            type: 'look.failed',
            operation: 'the rollback',
            error: error.message,
            retryInMilliseconds: wait,
          });
          await sleepUnlessInterrupted(context, wait);
          return { memory: failed };
        }
        const refused = { by: 'ecsdeploy', because, at: clock.now() } as const;
        return {
          memory: { ...memory, rollback: refused },
          end: { kind: 'rollback-failed', because: rollbackBecause },
        };
      }
      const rollback = { by: 'ecsdeploy', because, at: clock.now() } as const;
      report({ type: 'rollback.started', by: rollback.by, because });
      const next = { ...memory, rollback };
      if (thenEnd !== undefined) return { memory: next, end: thenEnd };
      // It takes AWS a moment; the next look keeps the rhythm of the others.
      await sleepUnlessInterrupted(context, looks.untilNext(lookInterval));
      return { memory: next };
    }
    case 'end-wait': {
      const mustWait = await refusesToEndWait(context, controller, decision.move, looks);
      await sleepUnlessInterrupted(context, looks.untilNext(lookInterval));
      return { memory: { ...memory, mustWait } };
    }
    default:
      return decision satisfies never;
  }
}

/** A failure to end a wait early fails nothing; only a refusal is not tried again. */
async function refusesToEndWait(
  { report, interrupt }: ReleaseContext,
  controller: Controller,
  move: Move,
  looks: Looks,
): Promise<boolean> {
  try {
    await controller.perform(move, { signal: interrupt });
    return false;
  } catch (error) {
    // Told to leave: it goes on at AWS, whether or not that was heard.
    if (interrupt.aborted && error === interrupt.reason) return false;
    if (!(error instanceof EcsdeployError)) throw error;
    // Somebody was there first, or an earlier try of ours.
    if (cameTooLate(error)) return false;
    const retryInMilliseconds = looks.untilNext(lookInterval);
    report({ type: 'look.failed', operation: move.kind, error: error.message, retryInMilliseconds });
    return !(error instanceof AwsUnavailable);
  }
}

async function lookOnceMore(
  { controller, clock }: { readonly controller: Controller; readonly clock: ReleaseContext['clock'] },
  { deployment }: Move,
  memory: FollowMemory,
  leaveBy: AbortSignal,
): Promise<FollowMemory> {
  try {
    return remember(memory, await controller.observe(deployment, leaveBy), clock.now());
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    return memory;
  }
}

async function sleepUnlessInterrupted({ clock, interrupt }: ReleaseContext, duration: number): Promise<void> {
  if (duration === 0) return;
  try {
    await clock.sleep(duration, interrupt);
  } catch (error) {
    if (!interrupt.aborted) throw error;
  }
}

interface PausesSeen {
  readonly before: FollowMemory;
  readonly memory: FollowMemory;
  /** Ids of hooks that gates alone held for at the look before: nobody was told. */
  readonly quiet: readonly string[];
  readonly gates: FollowedGates | undefined;
}

/**
 * Tells what is new of pauses. One that holds for gates of this run asks nobody, and is told once it does.
 * @returns the hooks that nobody was told of
 */
function tellPauses(
  { report }: ReleaseContext,
  policy: FollowPolicy,
  { before, memory, quiet, gates }: PausesSeen,
): readonly string[] {
  const held = memory.last === undefined ? [] : pendingApprovals(memory.last);
  const namesAt = (stage: string): readonly string[] | undefined =>
    gatesHolding(stage, policy, memory, meanwhileOf(gates));
  const isObserver = policy.role === 'observer';
  const nowQuiet = isObserver
    ? []
    : held.filter(({ stage }) => namesAt(stage) !== undefined).map(({ hookId }) => hookId);
  for (const fact of newsOfPauses(before.pauses, memory.pauses)) {
    const { approval } = fact;
    if (quiet.includes(approval.hookId) || nowQuiet.includes(approval.hookId)) continue;
    const names = fact.type === 'approval.awaited' && isObserver ? namesAt(approval.stage) : undefined;
    report(names === undefined ? fact : { type: 'approval.awaited', approval, gates: names });
  }
  for (const approval of held) {
    const isTold = !quiet.includes(approval.hookId) || nowQuiet.includes(approval.hookId);
    if (!isTold) report({ type: 'approval.awaited', approval });
  }
  return nowQuiet;
}

function meanwhileOf(gates: FollowedGates | undefined): GatesMeanwhile {
  return { gates: gates?.standings('during'), gatesToBegin: gates?.toBegin() };
}

function tell({ report }: ReleaseContext, snapshot: Snapshot, before: Snapshot | undefined): void {
  for (const event of snapshot.events) report({ type: 'service.event', event });
  for (const task of snapshot.stoppedTasks) {
    report({ type: 'task.stopped', task, taskDefinition: snapshot.deployment.taskDefinition });
  }
  if (snapshot.evidenceMissing !== undefined && before?.evidenceMissing === undefined) {
    report({
      type: 'warning',
      warning: { kind: 'evidence-missing', what: 'stopped tasks', error: snapshot.evidenceMissing },
    });
  }
  report({ type: 'deployment.observed', snapshot, changed: hasChanged(before, snapshot) });
}
