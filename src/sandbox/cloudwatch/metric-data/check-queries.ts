import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { readStatistic } from '../metrics/statistic.ts';
import { validationError } from '../refusals.ts';

/** "A single GetMetricData call can include up to 500 MetricDataQuery structures" (API_GetMetricData). */
const mostQueries = 500;

/** Periods below a minute that CloudWatch has, in seconds. */
const shortPeriods = [1, 5, 10, 20, 30];

export function isPeriod(seconds: number): boolean {
  return shortPeriods.includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

/** Refuses queries that make no sense. Of the texts, the one about Period and MetricStat was seen at AWS. */
export function checkQueries(queries: readonly MetricDataQuery[]): void {
  if (queries.length === 0) {
    throw validationError('The parameter MetricDataQueries must contain at least one query.');
  }
  if (queries.length > mostQueries) {
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${mostQueries}.`,
    );
  }
  for (const [index, query] of queries.entries()) checkQuery(query, `MetricDataQueries.member.${index + 1}`);
  if (new Set(queries.map((query) => query.Id)).size < queries.length) {
    throw validationError('The values for parameter id in MetricDataQueries are not unique.');
  }
  if (queries.every((query) => query.ReturnData === false)) {
    throw validationError('At least one query must return data: ReturnData is false in all of them.');
  }
}

function checkQuery(
  { Id: id = '', Expression, MetricStat: stat, Period }: MetricDataQuery,
  path: string,
): void {
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
    throw validationError(
      `The value ${id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  if (Expression !== undefined && stat !== undefined)
    throw mutuallyExclusive(path, 'Expression', 'MetricStat');
  if (Period !== undefined && stat !== undefined) throw mutuallyExclusive(path, 'Period', 'MetricStat');
  if (Expression === undefined && stat === undefined) {
    throw validationError(`Either ${path}.Expression or ${path}.MetricStat must be specified.`);
  }
  if (stat !== undefined) checkStat(stat, `${path}.MetricStat`);
}

function checkStat({ Period = 0, Stat = '' }: MetricStat, path: string): void {
  if (!isPeriod(Period)) {
    throw validationError(
      `The parameter ${path}.Period must be 1, 5, 10, 20, 30 or a multiple of 60, not ${Period}.`,
    );
  }
  if (readStatistic(Stat) === undefined) {
    throw validationError(
      `The value ${Stat} for parameter ${path}.Stat is not supported by the ecsdeploy sandbox; it has SampleCount, Average, Sum, Minimum, Maximum and percentiles such as p99.`,
    );
  }
}

function mutuallyExclusive(path: string, one: string, other: string): Error {
  return validationError(
    `The parameters ${path}.${one} and ${path}.${other} are mutually exclusive and you have specified both.`,
  );
}
