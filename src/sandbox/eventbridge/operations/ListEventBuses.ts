import type { ListEventBusesCommandInput, ListEventBusesCommandOutput } from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { busArn } from '../find.ts';
import { byName, page } from '../page.ts';

export const ListEventBuses: Operation<ListEventBusesCommandInput, Output<ListEventBusesCommandOutput>> = (
  world,
  input,
) => {
  const wanted = byName(world.eventBridge.buses.values()).filter(({ name }) =>
    name.startsWith(input.NamePrefix ?? ''),
  );
  const { items, next } = page(wanted, input, ({ name }) => name);
  return {
    EventBuses: items.map(({ name, description, createdAt }) => ({
      Name: name,
      Arn: busArn(world, name),
      Description: description,
      ...(createdAt !== undefined && {
        CreationTime: new Date(createdAt),
        LastModifiedTime: new Date(createdAt),
      }),
    })),
    NextToken: next,
  };
};
