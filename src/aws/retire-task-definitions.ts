import type { Aws } from './aws.ts';
import { call } from './call.ts';

/**
 * Makes a revision INACTIVE: nothing new can run it, what runs goes on. One that is INACTIVE already stays so.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html
 * @param name ARN or `family:revision`
 * @throws what `call` throws
 */
export async function deregisterTaskDefinition(aws: Aws, name: string): Promise<void> {
  await call(
    aws,
    { operation: 'ecs:DeregisterTaskDefinition', repeat: 'freely' },
    aws.clients.ecs,
    (ecs, send) => ecs.deregisterTaskDefinition({ taskDefinition: name }, send),
  );
}

/** "You must specify at most 10": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskDefinitions.html */
export const mostDeletions = 10;

/** A revision that AWS did not delete, and why, in its words. */
interface UndeletedRevision {
  /** As it was asked for. */
  readonly name: string;
  readonly reason: string;
}

/**
 * Deletes INACTIVE revisions for good, at most ten.
 * @returns those that AWS did not take
 * @throws what `call` throws
 */
export async function deleteTaskDefinitions(
  aws: Aws,
  names: readonly string[],
): Promise<UndeletedRevision[]> {
  const { failures } = await call(
    aws,
    { operation: 'ecs:DeleteTaskDefinitions', repeat: 'freely' },
    aws.clients.ecs,
    (ecs, send) => ecs.deleteTaskDefinitions({ taskDefinitions: [...names] }, send),
  );
  return (failures ?? []).map(({ arn = '', reason = '', detail }) => ({
    name: arn,
    reason: detail ?? reason,
  }));
}
