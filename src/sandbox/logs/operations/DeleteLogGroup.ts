import type { DeleteLogGroupCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import type { NoOutput, Operation } from '../../operation.ts';
import { findGroup } from '../find.ts';

export const DeleteLogGroup: Operation<DeleteLogGroupCommandInput, NoOutput> = (world, input) => {
  world.logs.groups.delete(findGroup(world, input.logGroupName).name);
  return {};
};
