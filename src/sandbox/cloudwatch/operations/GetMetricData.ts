import type { GetMetricDataCommandInput, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { Operation, Output } from '../../operation.ts';
import { answerQueries } from '../metric-data/answer-queries.ts';
import { checkQueries } from '../metric-data/check-queries.ts';
import { pageOfAnswers, readToken, tokenOf } from '../metric-data/page-of-answers.ts';
import { validationError } from '../refusals.ts';

/** "If you omit this, the default of 100,800 is used" (API_GetMetricData). */
const mostDatapoints = 100_800;

/** Data points begin at whole periods since the epoch; the one in which `StartTime` is belongs to them. */
export const GetMetricData: Operation<GetMetricDataCommandInput, Output<GetMetricDataCommandOutput>> = (
  world,
  input,
) => {
  const queries = input.MetricDataQueries ?? [];
  const window = { from: input.StartTime?.getTime() ?? 0, to: input.EndTime?.getTime() ?? 0 };
  checkQueries(queries);
  if (window.from >= window.to) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  }
  const most = input.MaxDatapoints ?? mostDatapoints;
  if (most < 1 || most > mostDatapoints) {
    throw validationError(`The parameter MaxDatapoints must be between 1 and ${mostDatapoints}.`);
  }
  const now = world.timeline.now();
  const place = input.NextToken === undefined ? { asOf: now, passed: 0 } : readToken(input.NextToken, now);
  const answers = answerQueries(world.cloudwatch.metrics, queries, window, place.asOf);
  const order = input.ScanBy ?? 'TimestampDescending';
  const { results, next } = pageOfAnswers(answers, order, place.passed, most);
  return {
    MetricDataResults: results,
    NextToken: next === undefined ? undefined : tokenOf({ ...place, passed: next }),
    Messages: [],
  };
};
