import type { GetParametersCommandInput, GetParametersCommandOutput } from '@aws-sdk/client-ssm';
import type { Operation, Output } from '../../operation.ts';
import { isServiceError } from '../../service-error.ts';
import type { World } from '../../world.ts';
import { parameterView } from '../describe-parameter.ts';
import { findParameter, type FoundParameter } from '../find.ts';
import { invalid } from '../refusals.ts';

/** "Maximum number of 10 items": API_GetParameters. */
const mostNames = 10;

/** What is not there is no error: its name stands in `InvalidParameters`, as it was asked for. */
export const GetParameters: Operation<GetParametersCommandInput, Output<GetParametersCommandOutput>> = (
  world,
  input,
) => {
  const names = input.Names ?? [];
  if (names.length === 0 || names.length > mostNames) throw wrongNumber(names);
  const found = names.map((name) => ({ name, found: find(world, name) }));
  return {
    Parameters: found.flatMap((one) =>
      one.found === undefined ? [] : [parameterView(one.found, input.WithDecryption === true)],
    ),
    InvalidParameters: found.filter((one) => one.found === undefined).map(({ name }) => name),
  };
};

function find(world: World, name: string): FoundParameter | undefined {
  try {
    return findParameter(world, name);
  } catch (error) {
    // A version that is not there.
    if (isServiceError(error)) return undefined;
    throw error;
  }
}

function wrongNumber(names: readonly string[]): Error {
  const constraint =
    names.length === 0
      ? 'Member must have length greater than or equal to 1'
      : `Member must have length less than or equal to ${mostNames}`;
  return invalid(
    `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: ${constraint}`,
  );
}
