import type { Aws } from '../aws/aws.ts';
import { AwsUnavailable } from '../aws/errors.ts';
import { findTaskDefinition, registerTaskDefinition } from '../aws/task-definitions.ts';
import { seconds } from '../model/duration.ts';
import type { RegisteredTaskDefinition, Tag, TaskDefinition } from '../model/task-definition.ts';
import { compareTaskDefinitions } from './compare.ts';

// ECS is eventually consistent: what a lost reply has registered may take a moment to be seen.
const settlingTime = seconds(2);
const mostTries = 3;

/**
 * Registers a revision exactly once. After a lost reply it looks whether the family has gained a revision equal to ours,
 * and registers again only if it has not.
 */
export async function registerOnce(
  aws: Aws,
  definition: TaskDefinition,
  tags: readonly Tag[],
): Promise<RegisteredTaskDefinition> {
  const before = (await findTaskDefinition(aws, definition.family))?.revision ?? 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await registerTaskDefinition(aws, definition, tags);
    } catch (error) {
      if (!(error instanceof AwsUnavailable) || attempt >= mostTries) throw error;
      await aws.clock.sleep(settlingTime);
      const latest = await findTaskDefinition(aws, definition.family);
      const isOurs =
        latest !== undefined &&
        latest.revision > before &&
        compareTaskDefinitions(latest.definition, definition).length === 0;
      if (isOurs) return latest;
    }
  }
}
