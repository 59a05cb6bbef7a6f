import { requireService } from '../../aws/services.ts';
import { findTaskDefinition } from '../../aws/task-definitions.ts';
import { chooseController } from '../../controllers/choose-controller.ts';
import type { ApprovalQuestion } from '../../model/approval-question.ts';
import type { Until } from '../../model/lifecycle.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { carryThrough, type Course } from '../carry-through.ts';
import { knownImages } from '../known-images.ts';
import { orInterrupted } from '../or-interrupted.ts';
import type { ReleaseContext } from '../release-context.ts';
import { resultOf } from '../result.ts';
import { breakerRollsBack, type OwnRules } from '../safety-rules.ts';
import { leftByEarlierRun } from '../scaling/scaling-order.ts';
import { withScaling } from '../scaling/with-scaling.ts';
import { targetGroupsOf } from '../target-groups.ts';
import { whatIsAskedAbout } from '../what-it-brings-in.ts';
import { answerPause } from './answer-pause.ts';
import { noteAnswer } from './note-answer.ts';

export interface ApproveRequest extends OwnRules {
  /** What the person has seen and said yes to. */
  readonly question: ApprovalQuestion;
  readonly reason?: string | undefined;
  /** Whether it is followed after the answer: to its end, through later pauses, or as far as `until` says. */
  readonly follow?: { readonly until?: Until | undefined; readonly waitForApproval: boolean } | undefined;
  readonly onInterrupt: 'detach' | 'rollback';
}

/**
 * Lets a paused deployment go on, and follows it where that is asked for, as `resume` would.
 * @throws what `answerPause` throws
 */
export async function approve(context: ReleaseContext, request: ApproveRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'approve' });
  return await orInterrupted(context, 'approve', request.question.deployment.service, (startedAt) =>
    run(context, request, startedAt),
  );
}

async function run(
  context: ReleaseContext,
  request: ApproveRequest,
  startedAt: number,
): Promise<ReleaseResult> {
  const { question, reason, follow } = request;
  const { deployment, approval } = question;
  const service = await requireService(context.aws, deployment.service);
  const controller = chooseController(context.aws, service, deployment.codeDeploy);
  await answerPause(context, { controller, deployment, hookId: approval.hookId, answer: 'continue' });
  context.report({ type: 'approval.given', approval });
  await noteAnswer(context, service, { approval, answer: 'continue', reason });
  for (const other of question.others) context.report({ type: 'approval.awaited', approval: other });
  context.report({ type: 'deployment.started', deployment, how: 'found', ...whatIsAskedAbout(question) });
  const base = { action: 'approve', service: service.ref, startedAt, deployment } as const;
  if (follow === undefined) return resultOf(context, { ...base, outcome: { kind: 'approved', approval } });
  const revision = await findTaskDefinition(context.aws, deployment.taskDefinition);
  const course: Course = {
    ...base,
    controller,
    expected: revision === undefined ? [] : knownImages(revision),
    definition: revision?.definition,
    wanted: 'new-revision',
    targetGroupArns: targetGroupsOf(service),
    policy: {
      role: 'driver',
      timeout: request.timeoutMilliseconds,
      rollback: request.rollback,
      rollbackOnTimeout: request.rollbackOnTimeout,
      awsRollsBack: breakerRollsBack(service.settings),
      onInterrupt: request.onInterrupt,
      ...follow,
    },
  };
  const order = leftByEarlierRun(service.tags);
  return await withScaling(context, { service, order }, (withheld) => carryThrough(withheld, course));
}
