import type { CreateLogStreamCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import type { NoOutput, Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { findGroup } from '../find.ts';

export const CreateLogStream: Operation<CreateLogStreamCommandInput, NoOutput> = (world, input) => {
  const group = findGroup(world, input.logGroupName);
  const name = input.logStreamName ?? '';
  if (group.streams.has(name)) {
    throw new ServiceError('ResourceAlreadyExistsException', 'The specified log stream already exists');
  }
  world.logs.createStream(group, name);
  return {};
};
