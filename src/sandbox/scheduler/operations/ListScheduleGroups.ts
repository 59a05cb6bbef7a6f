import type {
  ListScheduleGroupsCommandInput,
  ListScheduleGroupsCommandOutput,
} from '@aws-sdk/client-scheduler';
import type { Operation, Output } from '../../operation.ts';
import { groupArn } from '../find.ts';
import { page } from '../page.ts';

export const ListScheduleGroups: Operation<
  ListScheduleGroupsCommandInput,
  Output<ListScheduleGroupsCommandOutput>
> = (world, input) => {
  const wanted = [...world.scheduler.groups.values()]
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, next } = page(wanted, input, ({ name }) => name);
  return {
    ScheduleGroups: items.map(({ name, createdAt }) => ({
      Arn: groupArn(world, name),
      Name: name,
      State: 'ACTIVE',
      ...(createdAt !== undefined && {
        CreationDate: new Date(createdAt),
        LastModificationDate: new Date(createdAt),
      }),
    })),
    NextToken: next,
  };
};
