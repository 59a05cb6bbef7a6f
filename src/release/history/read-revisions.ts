import type { Aws } from '../../aws/aws.ts';
import { AwsRejected, PermissionDenied } from '../../aws/errors.ts';
import { findTaskDefinition } from '../../aws/task-definitions.ts';
import type { EcsdeployError } from '../../model/error.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';

/** Is told of a read that was refused, and that is done without. */
export type OnRefused = (error: EcsdeployError) => void;

/**
 * Task definitions by the names or ARNs that were asked for, INACTIVE ones too. What is deleted, or may not be read, is missing: it
 * only adds to a history.
 * @throws what reading throws, but no refusal
 */
export async function readRevisions(
  aws: Aws,
  namesOrArns: readonly string[],
  onRefused: OnRefused = () => undefined,
): Promise<ReadonlyMap<string, RegisteredTaskDefinition>> {
  const found = await Promise.all(
    [...new Set(namesOrArns)].map(async (name) => [name, await unlessRefused(aws, name, onRefused)] as const),
  );
  return new Map(
    found.flatMap(([name, revision]) => (revision === undefined ? [] : [[name, revision] as const])),
  );
}

async function unlessRefused(
  aws: Aws,
  nameOrArn: string,
  onRefused: OnRefused,
): Promise<RegisteredTaskDefinition | undefined> {
  try {
    return await findTaskDefinition(aws, nameOrArn);
  } catch (error) {
    if (!(error instanceof PermissionDenied || error instanceof AwsRejected)) throw error;
    onRefused(error);
    return undefined;
  }
}
