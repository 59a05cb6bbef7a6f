import type { CreateLogGroupCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import type { NoOutput, Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';

export const CreateLogGroup: Operation<CreateLogGroupCommandInput, NoOutput> = (world, input) => {
  const name = input.logGroupName ?? '';
  if (world.logs.hasGroup(name)) {
    throw new ServiceError('ResourceAlreadyExistsException', 'The specified log group already exists');
  }
  world.logs.createGroup(name, input.tags);
  return {};
};
