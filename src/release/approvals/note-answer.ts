import { callerIdentity } from '../../aws/caller-identity.ts';
import { AwsRejected } from '../../aws/errors.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { tagResource } from '../../aws/tags.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PendingApproval } from '../../model/lifecycle.ts';
import { toLegal } from '../../task-definitions/tags.ts';
import type { ReleaseContext } from '../release-context.ts';
import { answerNote, approvalTag } from './answer-note.ts';
import type { Answer } from './answer-pause.ts';

/**
 * Notes on the service who answered what, and why: for whoever looks at it, CloudTrail being the authority. Written after the
 * answer has counted; failing to write it is told, and fails nothing.
 */
export async function noteAnswer(
  { aws, clock, report }: ReleaseContext,
  service: ServiceState,
  given: {
    readonly approval: PendingApproval;
    readonly answer: Answer;
    readonly reason?: string | undefined;
  },
): Promise<void> {
  try {
    const who = await callerIdentity(aws);
    const [, , , , account] = service.arn.split(':');
    const value = answerNote({ ...given, who: who.arn, account, at: clock.now() });
    const tag = toLegal({ key: approvalTag, value });
    await tagResource(aws, service.arn, [tag]);
    if (tag.value !== value)
      report({ type: 'warning', warning: { kind: 'tag-value-altered', tag: approvalTag, value: tag.value } });
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const text = error instanceof AwsRejected ? error.awsMessage : error.message;
    report({ type: 'warning', warning: { kind: 'tag-not-written', tag: approvalTag, error: text } });
  }
}
