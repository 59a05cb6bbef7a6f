import type { GetParameterCommandInput, GetParameterCommandOutput } from '@aws-sdk/client-ssm';
import type { Operation, Output } from '../../operation.ts';
import { parameterView } from '../describe-parameter.ts';
import { findParameter } from '../find.ts';
import { parameterNotFound } from '../refusals.ts';

export const GetParameter: Operation<GetParameterCommandInput, Output<GetParameterCommandOutput>> = (
  world,
  input,
) => {
  const found = findParameter(world, input.Name ?? '');
  if (found === undefined) throw parameterNotFound();
  return { Parameter: parameterView(found, input.WithDecryption === true) };
};
