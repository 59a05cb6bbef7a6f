import { AwsRejected } from '../aws/errors.ts';
import { tagResource } from '../aws/tags.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ReleaseContext } from './release-context.ts';

/** Writes a time on a revision: a note for later runs, not a lock. Failing to write it fails nothing. */
export async function stampRevision(
  { aws, report }: Pick<ReleaseContext, 'aws' | 'report'>,
  taskDefinition: string,
  tag: string,
  at: number,
): Promise<void> {
  try {
    await tagResource(aws, taskDefinition, [{ key: tag, value: new Date(at).toISOString() }]);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const text = error instanceof AwsRejected ? error.awsMessage : error.message;
    report({ type: 'warning', warning: { kind: 'tag-not-written', tag, error: text } });
  }
}
