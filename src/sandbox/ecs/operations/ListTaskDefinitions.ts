import type { ListTaskDefinitionsCommandInput, ListTaskDefinitionsResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { pageOf, plainToken } from '../page.ts';
import type { TaskDefinitionRecord } from '../records/task-definition.ts';

export const ListTaskDefinitions: Operation<ListTaskDefinitionsCommandInput, ListTaskDefinitionsResponse> = (
  world,
  input,
) => {
  const status = input.status ?? 'ACTIVE';
  // The prefix is a whole family name here, unlike in ListTaskDefinitionFamilies.
  const families = [...world.ecs.families]
    .filter(([family]) => input.familyPrefix === undefined || family === input.familyPrefix)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const records = families
    .flatMap(([, revisions]) => revisions)
    .filter((record): record is TaskDefinitionRecord => record?.status === status);
  if (input.sort === 'DESC') records.reverse();
  const page = pageOf(records, input, { default: 100, max: 100 }, placeOf, plainToken);
  return {
    taskDefinitionArns: page.items.map((record) => record.arn),
    ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
  };
};

function placeOf({ family, revision }: TaskDefinitionRecord): string {
  return `${family}::${String(revision).padStart(10, '0')}`;
}
