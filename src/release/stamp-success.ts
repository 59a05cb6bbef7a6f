import { AwsRejected } from '../aws/errors.ts';
import { tagResource } from '../aws/tags.ts';
import { EcsdeployError } from '../model/error.ts';
import { succeededTag } from '../task-definitions/tags.ts';
import type { ReleaseContext } from './release-context.ts';

/** A note for later runs, not a lock: failing to write it fails nothing. Who resumes writes what the first run would have written. */
export async function stampSuccess(
  { aws, report }: ReleaseContext,
  taskDefinition: string,
  at: number,
): Promise<void> {
  const tag = succeededTag;
  try {
    await tagResource(aws, taskDefinition, [{ key: tag, value: new Date(at).toISOString() }]);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const text = error instanceof AwsRejected ? error.awsMessage : error.message;
    report({ type: 'warning', warning: { kind: 'tag-not-written', tag, error: text } });
  }
}
