import { requireService } from '../../aws/services.ts';
import { chooseController } from '../../controllers/choose-controller.ts';
import type { ApprovalQuestion } from '../../model/approval-question.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { carryThrough, type Course } from '../carry-through.ts';
import { rollbackTimeout } from '../follow-policy.ts';
import { orInterrupted } from '../or-interrupted.ts';
import type { ReleaseContext } from '../release-context.ts';
import { resultOf } from '../result.ts';
import { breakerRollsBack } from '../safety-rules.ts';
import { leftByEarlierRun } from '../scaling/scaling-order.ts';
import { withScaling } from '../scaling/with-scaling.ts';
import { targetGroupsOf } from '../target-groups.ts';
import { whatIsAskedAbout } from '../what-it-brings-in.ts';
import { answerPause } from './answer-pause.ts';
import { noteAnswer } from './note-answer.ts';

export interface RejectRequest {
  /** What the person has seen and said no to. */
  readonly question: ApprovalQuestion;
  readonly reason?: string | undefined;
  /** Whether the way back is followed and verified. */
  readonly wait: boolean;
}

/**
 * Takes a paused deployment back: AWS rolls it back, which is followed to its end and verified.
 * @throws what `answerPause` throws
 */
export async function reject(context: ReleaseContext, request: RejectRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'reject' });
  return await orInterrupted(context, 'reject', request.question.deployment.service, (startedAt) =>
    run(context, request, startedAt),
  );
}

async function run(
  context: ReleaseContext,
  { question, reason, wait }: RejectRequest,
  startedAt: number,
): Promise<ReleaseResult> {
  const { deployment, approval } = question;
  const service = await requireService(context.aws, deployment.service);
  const controller = chooseController(context.aws, service, deployment.codeDeploy);
  await answerPause(context, { controller, deployment, hookId: approval.hookId, answer: 'reject' });
  context.report({ type: 'approval.refused', approval });
  await noteAnswer(context, service, { approval, answer: 'reject', reason });
  context.report({ type: 'deployment.started', deployment, how: 'found', ...whatIsAskedAbout(question) });
  const base = { action: 'reject', service: service.ref, startedAt, deployment } as const;
  if (!wait) return resultOf(context, { ...base, outcome: { kind: 'reached', what: 'ROLLBACK_REQUESTED' } });
  const because = { kind: 'asked' } as const;
  context.report({ type: 'rollback.started', by: 'ecsdeploy', because });
  const course: Course = {
    ...base,
    controller,
    expected: [],
    wanted: 'way-back',
    rollback: { by: 'ecsdeploy', because },
    targetGroupArns: targetGroupsOf(service),
    policy: {
      role: 'driver',
      // The way back has a time of its own, whatever a release may take.
      timeout: rollbackTimeout,
      rollback: 'automatic',
      rollbackOnTimeout: false,
      awsRollsBack: breakerRollsBack(service.settings),
      onInterrupt: 'detach',
    },
  };
  const order = leftByEarlierRun(service.tags);
  return await withScaling(context, { service, order }, (withheld) => carryThrough(withheld, course));
}
