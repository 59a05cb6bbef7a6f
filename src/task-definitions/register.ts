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
 * and registers again only if it has not. The signal ends waits before anything was sent.
 */
export async function registerOnce(
  aws: Aws,
  definition: TaskDefinition,
  tags: readonly Tag[],
  signal?: AbortSignal,
): Promise<RegisteredTaskDefinition> {
  const before = (await findTaskDefinition(aws, definition.family))?.revision ?? 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await registerTaskDefinition(aws, definition, tags, attempt === 1 ? signal : undefined);
    } catch (error) {
      if (!(error instanceof AwsUnavailable) || attempt >= mostTries) throw error;
      await aws.clock.sleep(settlingTime);
      const ours = await findSince(aws, definition, before);
      if (ours !== undefined) return ours;
    }
  }
}

// More than a few others in the same family within a lost reply are a storm, in which one more revision does no harm.
const mostLooks = 5;

/** A revision equal to ours among those that the family has gained: others may have registered theirs meanwhile. */
async function findSince(
  aws: Aws,
  definition: TaskDefinition,
  before: number,
): Promise<RegisteredTaskDefinition | undefined> {
  let candidate = await findTaskDefinition(aws, definition.family);
  for (let look = 1; candidate !== undefined && candidate.revision > before; look++) {
    if (compareTaskDefinitions(candidate.definition, definition).length === 0) return candidate;
    const earlier: number = candidate.revision - 1;
    if (look >= mostLooks || earlier <= before) return undefined;
    candidate = await findTaskDefinition(aws, `${definition.family}:${earlier}`);
  }
  return undefined;
}
