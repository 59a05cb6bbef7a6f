import type { ListSchedulesCommandInput, ListSchedulesCommandOutput } from '@aws-sdk/client-scheduler';
import type { Operation, Output } from '../../operation.ts';
import { findGroup } from '../find.ts';
import { page } from '../page.ts';

/** Of all groups, unless one is named. The targets are told by their ARN alone. */
export const ListSchedules: Operation<ListSchedulesCommandInput, Output<ListSchedulesCommandOutput>> = (
  world,
  input,
) => {
  const groups =
    input.GroupName === undefined ? world.scheduler.groups.values() : [findGroup(world, input.GroupName)];
  const wanted = [...groups]
    .flatMap(({ schedules }) => [...schedules.values()])
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    .filter(({ state }) => input.State === undefined || state === input.State)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const { items, next } = page(wanted, input, ({ arn }) => arn);
  return {
    Schedules: items.map(({ arn, name, group, state, createdAt, target }) => ({
      Arn: arn,
      Name: name,
      GroupName: group,
      State: state,
      CreationDate: new Date(createdAt),
      LastModificationDate: new Date(createdAt),
      Target: { Arn: target.Arn },
    })),
    NextToken: next,
  };
};
