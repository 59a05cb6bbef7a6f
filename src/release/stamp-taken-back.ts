import { takenBackTag } from '../task-definitions/tags.ts';
import type { ReleaseContext } from './release-context.ts';
import { stampRevision } from './stamp-revision.ts';

/**
 * Notes on a revision that its release is taken back, which AWS calls successful, and always will: so that no later rollback leads to
 * it. Failing to write it fails nothing.
 * @param at when the release ended, or a moment since then
 */
export async function stampTakenBack(
  context: Pick<ReleaseContext, 'aws' | 'report'>,
  taskDefinition: string,
  at: number,
): Promise<void> {
  await stampRevision(context, taskDefinition, takenBackTag, at);
}
