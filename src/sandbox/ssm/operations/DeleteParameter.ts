import type { DeleteParameterCommandInput } from '@aws-sdk/client-ssm';
import type { NoOutput, Operation } from '../../operation.ts';
import { parameterNotFound } from '../refusals.ts';

export const DeleteParameter: Operation<DeleteParameterCommandInput, NoOutput> = (world, input) => {
  if (!world.ssm.parameters.delete(input.Name ?? '')) throw parameterNotFound();
  return {};
};
