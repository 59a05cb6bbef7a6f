import { requireService } from '../../aws/services.ts';
import { findTaskDefinition } from '../../aws/task-definitions.ts';
import { chooseController } from '../../controllers/choose-controller.ts';
import type { ApprovalQuestion } from '../../model/approval-question.ts';
import type { Until } from '../../model/lifecycle.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { orInterrupted } from '../or-interrupted.ts';
import { planTakeOver } from '../plan-take-over.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { ResumeRequest } from '../requests.ts';
import { resultOf } from '../result.ts';
import { sayingWhatWasDone } from '../saying-what-was-done.ts';
import { takeOver } from '../take-over.ts';
import { whatIsAskedAbout } from '../what-it-brings-in.ts';
import { whileReading } from '../while-reading.ts';
import { answerPause } from './answer-pause.ts';
import { noteAnswer } from './note-answer.ts';

/** The rules are those of `resume`, for whoever follows it. */
export interface ApproveRequest extends Omit<ResumeRequest, 'service' | 'deployment' | 'dryRun' | 'until'> {
  /** What the person has seen and said yes to. */
  readonly question: ApprovalQuestion;
  readonly reason?: string | undefined;
  /** Whether it is followed after the answer: to its end, through later pauses, or as far as `until` says. */
  readonly follow?: { readonly until?: Until | undefined; readonly waitForApproval: boolean } | undefined;
}

/**
 * Lets a paused deployment go on, and takes it over where that is asked for, as `resume` would: with its gates, and back if they say so.
 * @throws what `answerPause` throws, and what `planTakeOver` does, before anything is answered
 */
export async function approve(context: ReleaseContext, request: ApproveRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'approve' });
  return await sayingWhatWasDone(context, (told) =>
    orInterrupted(told, 'approve', request.question.deployment.service, (startedAt) =>
      run(told, request, startedAt),
    ),
  );
}

async function run(
  context: ReleaseContext,
  { question, reason, follow, ...rules }: ApproveRequest,
  startedAt: number,
): Promise<ReleaseResult> {
  const { deployment, approval } = question;
  const service = await requireService(context.aws, deployment.service);
  const controller = chooseController(context.aws, service, deployment.codeDeploy);
  const revision =
    follow === undefined ? undefined : await findTaskDefinition(context.aws, deployment.taskDefinition);
  const found = { service, controller, deployment, revision };
  const request = { ...rules, ...follow, service: service.ref, dryRun: false };
  // What it needs to be followed is read before it is let go.
  const planned = follow && (await whileReading(context, (reading) => planTakeOver(reading, found, request)));
  await answerPause(context, { controller, deployment, hookId: approval.hookId, answer: 'continue' });
  context.report({ type: 'approval.given', approval });
  await noteAnswer(context, service, { approval, answer: 'continue', reason });
  for (const other of question.others) context.report({ type: 'approval.awaited', approval: other });
  context.report({ type: 'deployment.started', deployment, how: 'found', ...whatIsAskedAbout(question) });
  const base = { action: 'approve', service: service.ref, startedAt } as const;
  if (planned === undefined)
    return resultOf(context, { ...base, deployment, outcome: { kind: 'approved', approval } });
  return await takeOver(context, found, planned, base);
}
