import type {
  Datapoint,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import type { Operation, Output } from '../../operation.ts';
import { isPeriod } from '../metric-data/check-queries.ts';
import { requestedMetric } from '../metrics/metric.ts';
import type { Samples } from '../metrics/samples.ts';
import { readStatistic, statisticOf } from '../metrics/statistic.ts';
import { invalidCombination, invalidValue } from '../refusals.ts';

/** "The maximum number of data points returned from a single call is 1,440" (API_GetMetricStatistics). */
const mostDatapoints = 1440;

/** Data points of one metric, unordered as at AWS. Each unit that was used has its own. */
export const GetMetricStatistics: Operation<
  GetMetricStatisticsCommandInput,
  Output<GetMetricStatisticsCommandOutput>
> = (world, input) => {
  const window = checkWindow(input);
  const statistics = [...(input.Statistics ?? []), ...(input.ExtendedStatistics ?? [])];
  for (const statistic of statistics) {
    if (readStatistic(statistic) === undefined) {
      throw invalidValue(`The value ${statistic} for parameter Statistics is not supported.`);
    }
  }
  const metric = requestedMetric(input.Namespace, input.MetricName, input.Dimensions);
  const period = 1000 * (input.Period ?? 60);
  const { metrics } = world.cloudwatch;
  const whole = { from: Math.floor(window.from / period) * period, to: window.to };
  const now = world.timeline.now();
  const units = input.Unit === undefined ? metrics.unitsOf(metric, whole, now) : [input.Unit];
  const datapoints = units.flatMap((unit) =>
    [...metrics.read({ metric, period, unit }, whole, now)].map(([at, samples]) =>
      datapointOf(at, unit, samples, input),
    ),
  );
  return { Label: metric.name, Datapoints: datapoints };
};

function checkWindow(input: GetMetricStatisticsCommandInput): { from: number; to: number } {
  const { Period: period = 60, Statistics, ExtendedStatistics } = input;
  const from = input.StartTime?.getTime() ?? 0;
  const to = input.EndTime?.getTime() ?? 0;
  if (!isPeriod(period)) {
    throw invalidValue(`The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60, not ${period}.`);
  }
  if (from >= to) {
    throw invalidCombination('The parameter StartTime must be less than the parameter EndTime.');
  }
  if ((Statistics ?? []).length === 0 && (ExtendedStatistics ?? []).length === 0) {
    throw invalidCombination('Must specify either Statistics or ExtendedStatistics.');
  }
  const points = Math.ceil((to - from) / (1000 * period));
  if (points > mostDatapoints) {
    throw invalidCombination(
      `You have requested up to ${points.toLocaleString('en')} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  return { from, to };
}

function datapointOf(
  at: number,
  unit: StandardUnit,
  samples: Samples,
  { Statistics, ExtendedStatistics }: GetMetricStatisticsCommandInput,
): Datapoint {
  const valueOf = (name: string): number | undefined => {
    const statistic = readStatistic(name);
    return statistic && statisticOf(samples, statistic);
  };
  const simple = (Statistics ?? []).map((name) => [name, valueOf(name)] as const);
  const extended = (ExtendedStatistics ?? []).flatMap((name) => {
    const value = valueOf(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    Timestamp: new Date(at),
    Unit: unit,
    ...Object.fromEntries(simple),
    ...(extended.length > 0 && { ExtendedStatistics: Object.fromEntries(extended) }),
  };
}
