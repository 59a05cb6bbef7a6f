import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { EcsdeployError } from '../model/error.ts';
import { withoutReadOnlyMembers } from '../model/read-only-members.ts';
import type { RegisteredTaskDefinition, Tag, TaskDefinition } from '../model/task-definition.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { AwsRejected } from './errors.ts';
import type { Failure } from './failure.ts';
import { withOpenShape } from './open-shape.ts';
import { pages, tokenOf } from './pages.ts';

/** AWS knows no such revision. */
class RevisionNotFound extends EcsdeployError {
  constructor(nameOrArn: string) {
    super({
      code: 'revision.not_found',
      message: `There is no task definition "${nameOrArn}" in this account and region`,
      suggestions: ['Check the family, the revision number, --region and AWS_PROFILE.'],
      details: { taskDefinition: nameOrArn },
    });
  }
}

/**
 * A revision by ARN, `family:revision`, or `family` (its latest ACTIVE one).
 * @returns undefined when AWS knows none
 */
export async function findTaskDefinition(
  aws: Aws,
  nameOrArn: string,
): Promise<RegisteredTaskDefinition | undefined> {
  const { DescribeTaskDefinitionCommand } = await import('./sdk/ecs.ts');
  try {
    const output = await call(
      aws,
      { operation: 'ecs:DescribeTaskDefinition', repeat: 'freely' },
      aws.clients.ecs,
      (ecs, send) =>
        ecs.send(
          withOpenShape(new DescribeTaskDefinitionCommand({ taskDefinition: nameOrArn, include: ['TAGS'] })),
          send,
        ),
    );
    return toRegistered(output as unknown as DescribedTaskDefinition);
  } catch (error) {
    // The only text AWS has for "no such family or revision".
    if (
      error instanceof AwsRejected &&
      /Unable to describe task definition|Invalid revision number/.test(error.awsMessage)
    ) {
      return undefined;
    }
    throw error;
  }
}

/** @throws RevisionNotFound */
export async function requireTaskDefinition(aws: Aws, nameOrArn: string): Promise<RegisteredTaskDefinition> {
  const found = await findTaskDefinition(aws, nameOrArn);
  if (found === undefined) throw new RevisionNotFound(nameOrArn);
  return found;
}

/**
 * Revisions of a family, the newest first, as ARNs.
 * @param most as many at least, where there are so many: whole pages of a hundred
 */
export async function listRevisions(
  aws: Aws,
  family: string,
  { status, most }: { readonly status: 'ACTIVE' | 'INACTIVE'; readonly most: number },
): Promise<string[]> {
  const arns: string[] = [];
  const listed = pages(async (token) => {
    const output = await call(
      aws,
      { operation: 'ecs:ListTaskDefinitions', repeat: 'freely' },
      aws.clients.ecs,
      (ecs, send) =>
        ecs.listTaskDefinitions({ familyPrefix: family, status, sort: 'DESC', ...tokenOf(token) }, send),
    );
    return { items: output.taskDefinitionArns ?? [], nextToken: output.nextToken };
  });
  for await (const page of listed) {
    arns.push(...page);
    if (arns.length >= most) break;
  }
  return arns;
}

/**
 * Registers a revision. Conflicts with another registration in the same family are repeated (AWS gives them the code of a
 * permanent error); a lost reply is not: the caller looks first. The signal ends waits only, not a request on its way.
 */
export async function registerTaskDefinition(
  aws: Aws,
  definition: TaskDefinition,
  tags: readonly Tag[],
  signal?: AbortSignal,
): Promise<RegisteredTaskDefinition> {
  const { RegisterTaskDefinitionCommand } = await import('./sdk/ecs.ts');
  const input = { ...definition, ...(tags.length === 0 ? {} : { tags: [...tags] }) };
  const output = await call(
    aws,
    {
      operation: 'ecs:RegisterTaskDefinition',
      repeat: 'if-it-never-arrived',
      attempts: 10,
      transient: isConflict,
      signal,
    },
    aws.clients.ecs,
    (ecs, send) =>
      ecs.send(
        withOpenShape(
          new RegisterTaskDefinitionCommand(input as unknown as RegisterTaskDefinitionCommandInput),
        ),
        send,
      ),
  );
  return toRegistered(output as unknown as DescribedTaskDefinition);
}

function isConflict(failure: Failure): boolean {
  return /Too many concurrent attempts to create a new revision/i.test(failure.message);
}

/** The replies of both operations as JSON, with members that this SDK may not know. */
interface DescribedTaskDefinition {
  readonly taskDefinition?: Readonly<Record<string, unknown>>;
  readonly tags?: readonly Tag[];
}

function toRegistered({ taskDefinition = {}, tags = [] }: DescribedTaskDefinition): RegisteredTaskDefinition {
  const { taskDefinitionArn, family, revision, status, registeredBy } = taskDefinition;
  return {
    arn: typeof taskDefinitionArn === 'string' ? taskDefinitionArn : '',
    family: typeof family === 'string' ? family : '',
    revision: typeof revision === 'number' ? revision : 0,
    status: status === 'INACTIVE' || status === 'DELETE_IN_PROGRESS' ? status : 'ACTIVE',
    definition: withoutReadOnlyMembers(taskDefinition) as unknown as TaskDefinition,
    tags: tags.map(({ key, value }) => ({ key, value })),
    registeredBy: typeof registeredBy === 'string' ? registeredBy : undefined,
  };
}
