import { succeededTag } from '../task-definitions/tags.ts';
import type { ReleaseContext } from './release-context.ts';
import { stampRevision } from './stamp-revision.ts';

/** Who resumes writes what the first run would have written. Failing to write it fails nothing. */
export async function stampSuccess(
  context: Pick<ReleaseContext, 'aws' | 'report'>,
  taskDefinition: string,
  at: number,
): Promise<void> {
  await stampRevision(context, taskDefinition, succeededTag, at);
}
