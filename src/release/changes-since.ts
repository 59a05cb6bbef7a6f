import { findTaskDefinition } from '../aws/task-definitions.ts';
import type { TaskDefinitionChanges } from '../model/diagnosis.ts';
import { revisionName } from '../model/service-ref.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import { compareTaskDefinitions } from '../task-definitions/compare.ts';
import type { ReleaseContext } from './release-context.ts';

/**
 * How a task definition differs from an earlier revision; undefined where AWS does not show that one.
 * @throws what reading a task definition throws
 */
export async function changesSince(
  { aws }: Pick<ReleaseContext, 'aws'>,
  earlier: string,
  definition: TaskDefinition,
): Promise<TaskDefinitionChanges | undefined> {
  const found = await findTaskDefinition(aws, earlier);
  if (found === undefined) return undefined;
  return { since: revisionName(earlier), differences: compareTaskDefinitions(found.definition, definition) };
}
