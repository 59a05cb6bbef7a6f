import type { ApprovalQuestion } from '../../model/approval-question.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import type { ReleaseContext } from '../release-context.ts';
import { resultOf } from '../result.ts';

/** What it comes to when the person, asked once more, says no, or only wanted to see what would be answered. */
export function leaveUnanswered(
  context: ReleaseContext,
  { deployment }: ApprovalQuestion,
  action: 'approve' | 'reject',
  how: 'declined' | 'planned',
): ReleaseResult {
  const startedAt = context.clock.now();
  return resultOf(context, {
    action,
    service: deployment.service,
    startedAt,
    deployment,
    outcome: { kind: how },
  });
}
