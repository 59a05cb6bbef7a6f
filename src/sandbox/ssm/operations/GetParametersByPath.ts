import type { GetParametersByPathCommandInput, GetParametersByPathCommandOutput } from '@aws-sdk/client-ssm';
import type { Operation, Output } from '../../operation.ts';
import { checkPageSize } from '../../page-size.ts';
import { pageOf } from '../../page.ts';
import { parameterView } from '../describe-parameter.ts';
import { findParameter } from '../find.ts';
import { invalid, invalidToken } from '../refusals.ts';
import { byName, isUnder, passes } from '../select.ts';

/** "Maximum value of 10": API_GetParametersByPath. */
const pageSize = 10;

export const GetParametersByPath: Operation<
  GetParametersByPathCommandInput,
  Output<GetParametersByPathCommandOutput>
> = (world, input) => {
  checkPageSize('maxResults', input.MaxResults, pageSize, invalid);
  const path = input.Path ?? '';
  if (!path.startsWith('/')) throw invalid(pathRules);
  const wanted = byName(world.ssm.parameters.values()).filter(
    ({ name }) => name !== path && isUnder(name, path, input.Recursive === true),
  );
  const page = pageOf(
    wanted.filter((parameter) => passes(parameter, input.ParameterFilters)),
    { token: input.NextToken, limit: input.MaxResults, defaultLimit: pageSize },
    ({ name }) => name,
    invalidToken,
  );
  return {
    Parameters: page.items.flatMap(({ name }) => {
      const found = findParameter(world, name);
      return found === undefined ? [] : [parameterView(found, input.WithDecryption === true)];
    }),
    NextToken: page.next,
  };
};

const pathRules =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). ' +
  'It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. ' +
  'All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';
