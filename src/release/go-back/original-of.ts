import { findTaskDefinition } from '../../aws/task-definitions.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PastOrigin } from '../../model/past-release.ts';
import { originIn } from '../../task-definitions/tags.ts';
import type { ReleaseContext } from '../release-context.ts';

/** What our tags on a revision say of it; nothing where it cannot be read. */
export async function notesOn(
  { aws }: Pick<ReleaseContext, 'aws'>,
  taskDefinition: string,
): Promise<PastOrigin> {
  try {
    return originIn((await findTaskDefinition(aws, taskDefinition))?.tags ?? []);
  } catch (error) {
    if (error instanceof EcsdeployError) return {};
    throw error;
  }
}

/** `family:revision` of what a revision is a copy of; undefined where it is none, or cannot be read. */
export async function originalOf(
  context: Pick<ReleaseContext, 'aws'>,
  taskDefinition: string,
): Promise<string | undefined> {
  return (await notesOn(context, taskDefinition)).copyOf;
}
