import type { CreateEventBusCommandInput, CreateEventBusCommandOutput } from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { busArn } from '../find.ts';

export const CreateEventBus: Operation<CreateEventBusCommandInput, Output<CreateEventBusCommandOutput>> = (
  world,
  { Name: name = '', Description: description },
) => {
  if (world.eventBridge.buses.has(name)) {
    throw new ServiceError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
  }
  world.eventBridge.buses.set(name, {
    name,
    description,
    createdAt: world.timeline.now(),
    rules: new Map(),
  });
  return { EventBusArn: busArn(world, name), Description: description };
};
