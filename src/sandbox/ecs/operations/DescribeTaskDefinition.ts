import type { DescribeTaskDefinitionCommandInput, DescribeTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { parseTaskDefinition, taskDefinitionNamed } from '../lookup/task-definition.ts';
import { clientException } from '../refusals.ts';
import { viewTaskDefinition } from '../views/task-definition-view.ts';

export const DescribeTaskDefinition: Operation<
  DescribeTaskDefinitionCommandInput,
  DescribeTaskDefinitionResponse
> = (world, input) => {
  const name = input.taskDefinition ?? '';
  const { revision } = parseTaskDefinition(name);
  if (revision !== undefined && !/^\d+$/.test(revision)) {
    throw clientException(`Invalid revision number. Number: ${revision}`);
  }
  const record = taskDefinitionNamed(world, name);
  if (record === undefined) throw clientException('Unable to describe task definition.');
  const withTags = (input.include ?? []).includes('TAGS');
  return { taskDefinition: viewTaskDefinition(record), ...(withTags && { tags: [...record.tags] }) };
};
