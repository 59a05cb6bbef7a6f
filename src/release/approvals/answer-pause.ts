import { AwsRejected, AwsUnavailable } from '../../aws/errors.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { Deployment, Snapshot } from '../../model/deployment.ts';
import { seconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ReleaseContext } from '../release-context.ts';
import { lookPatiently } from './patient-look.ts';
import { standingOf, type PauseStanding } from './pause-standing.ts';
import { AlreadyAnswered, AnswerUnknown, PauseExpired, ReleaseMovedOn } from './refusals.ts';

/** To go on, or to go back. */
export type Answer = 'continue' | 'reject';

export interface PauseToAnswer {
  readonly controller: Controller;
  readonly deployment: Deployment;
  readonly hookId: string;
  readonly answer: Answer;
}

// ECS's reads are eventually consistent: right after an answer the pause may still be shown as waiting.
const settlingTime = seconds(2);

// A reply that is lost more often than this is no accident any more.
const sendsAtMost = 3;

/**
 * Answers one pause. A reply that was lost may have had its effect: then we look, and send again only while the pause waits. The
 * hook's id names this one occurrence, so that a repeated answer never reaches a later pause.
 * @throws AlreadyAnswered, PauseExpired, ReleaseMovedOn: somebody or something was there before this answer
 * @throws AnswerUnknown where it was sent and nobody knows whether it arrived; before that what `call` throws
 */
export async function answerPause(context: ReleaseContext, pause: PauseToAnswer): Promise<void> {
  const { controller, deployment, hookId, answer } = pause;
  context.interrupt.throwIfAborted();
  context.report({ type: 'approval.answering', answer, hookId, deployment });
  let unanswered: EcsdeployError | undefined;
  for (let sends = 1; ; sends++) {
    let failure: AwsRejected | AwsUnavailable;
    try {
      await controller.perform({ kind: answer, deployment, hookId });
      return;
    } catch (error) {
      const isJudged = error instanceof AwsRejected || error instanceof AwsUnavailable;
      if (!isJudged) throw asUnknown(error, unanswered, pause);
      failure = error;
    }
    if (failure instanceof AwsUnavailable) {
      if (failure.neverArrived) throw asUnknown(failure, unanswered, pause);
      unanswered ??= failure;
      await context.clock.sleep(settlingTime);
    }
    const snapshot = await lookAfter(context, pause, unanswered ?? failure);
    const standing = standingOf(snapshot, hookId);
    if (standing === 'waits') {
      // AWS has its own reason to refuse it, and the words for it.
      if (failure instanceof AwsRejected) throw asUnknown(failure, unanswered, pause);
      if (sends >= sendsAtMost) throw new AnswerUnknown(deployment, hookId, failure);
      continue;
    }
    if (unanswered !== undefined && isAnswered(standing, snapshot, answer)) return;
    throw refusalOf(standing, snapshot, pause);
  }
}

/** Whether what is seen after a lost reply is what the answer was to bring about. Pure. */
export function isAnswered(
  standing: PauseStanding,
  { status }: Pick<Snapshot, 'status'>,
  answer: Answer,
): boolean {
  if (answer === 'reject') return standing === 'rejected' || standing === 'goes-back';
  return (
    standing === 'approved' || standing === 'passed' || (standing === 'ended' && status === 'successful')
  );
}

/** Once an answer may have arrived, no later failure may say that nothing was changed. */
function asUnknown(error: unknown, unanswered: unknown, { deployment, hookId }: PauseToAnswer): unknown {
  if (unanswered === undefined || !(error instanceof EcsdeployError)) return error;
  return new AnswerUnknown(deployment, hookId, error);
}

async function lookAfter(
  { clock }: ReleaseContext,
  { controller, deployment, hookId }: PauseToAnswer,
  cause: EcsdeployError,
): Promise<Snapshot> {
  try {
    // Whoever has sent something looks what came of it, also when told to leave.
    return await lookPatiently({ clock, interrupt: new AbortController().signal }, controller, deployment);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    throw cause instanceof AwsRejected ? cause : new AnswerUnknown(deployment, hookId, error);
  }
}

function refusalOf(
  standing: PauseStanding,
  snapshot: Snapshot,
  { deployment, hookId }: PauseToAnswer,
): EcsdeployError {
  const { service } = deployment;
  if (standing === 'approved' || standing === 'rejected')
    return new AlreadyAnswered(service, hookId, standing);
  if (standing === 'expired') return new PauseExpired(deployment, snapshot, hookId);
  const expected = { deployment: deployment.serviceDeploymentArn ?? deployment.deploymentId, hookId };
  return new ReleaseMovedOn(expected, { service, was: { deployment, snapshot }, waiting: [] });
}
