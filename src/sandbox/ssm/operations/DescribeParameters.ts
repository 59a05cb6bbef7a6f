import type { DescribeParametersCommandInput, DescribeParametersCommandOutput } from '@aws-sdk/client-ssm';
import type { Operation, Output } from '../../operation.ts';
import { checkPageSize } from '../../page-size.ts';
import { pageOf } from '../../page.ts';
import { metadataView } from '../describe-parameter.ts';
import { invalid, invalidToken } from '../refusals.ts';
import { byName, passes, passesOld } from '../select.ts';

/** "Maximum value of 50": API_DescribeParameters. */
const pageSize = 50;

export const DescribeParameters: Operation<
  DescribeParametersCommandInput,
  Output<DescribeParametersCommandOutput>
> = (world, input) => {
  checkPageSize('maxResults', input.MaxResults, pageSize, invalid);
  const wanted = byName(world.ssm.parameters.values()).filter(
    (parameter) => passes(parameter, input.ParameterFilters) && passesOld(parameter, input.Filters),
  );
  const page = pageOf(
    wanted,
    { token: input.NextToken, limit: input.MaxResults, defaultLimit: pageSize },
    ({ name }) => name,
    invalidToken,
  );
  return { Parameters: page.items.map(metadataView), NextToken: page.next };
};
