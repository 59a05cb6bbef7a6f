import { findTaskDefinition } from '../../aws/task-definitions.ts';
import { EcsdeployError } from '../../model/error.ts';
import { copyOf } from '../../task-definitions/copy-of.ts';
import type { ReleaseContext } from '../release-context.ts';

/** `family:revision` of what a revision is a copy of; undefined where it is none, or cannot be read. */
export async function originalOf(
  { aws }: Pick<ReleaseContext, 'aws'>,
  taskDefinition: string,
): Promise<string | undefined> {
  try {
    return copyOf((await findTaskDefinition(aws, taskDefinition))?.tags ?? []);
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}
