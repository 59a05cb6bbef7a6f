import type { ListMetricsCommandInput, ListMetricsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { dimensionOf, metricKey } from '../metrics/metric.ts';
import { validationError } from '../refusals.ts';

/** Every metric that has data, also of the future: AWS forgets those that had none for two weeks, the sandbox what it keeps no data of. */
export const ListMetrics: Operation<ListMetricsCommandInput, Output<ListMetricsCommandOutput>> = (
  world,
  input,
) => {
  const wanted = world.cloudwatch.metrics.all().filter(
    (metric) =>
      (input.Namespace === undefined || metric.namespace === input.Namespace) &&
      (input.MetricName === undefined || metric.name === input.MetricName) &&
      (input.Dimensions ?? []).every(({ Name: name = '', Value: value }) => {
        const found = dimensionOf(metric, name);
        return found !== undefined && (value === undefined || found === value);
      }),
  );
  const page = pageOf(
    wanted,
    { token: input.NextToken, limit: undefined, defaultLimit: 500 },
    metricKey,
    () => validationError(`The value ${input.NextToken ?? ''} for parameter NextToken is invalid.`),
  );
  return {
    Metrics: page.items.map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: dimensions.map((dimension) => ({ Name: dimension.name, Value: dimension.value })),
    })),
    NextToken: page.next,
  };
};
