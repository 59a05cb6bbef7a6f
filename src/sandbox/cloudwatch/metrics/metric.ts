import type { Dimension } from '@aws-sdk/client-cloudwatch';

/** What data points belong to. Dimensions are sorted by name: their order makes no difference. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly MetricDimension[];
}

interface MetricDimension {
  readonly name: string;
  readonly value: string;
}

export function metricOf(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): Metric {
  const sorted = Object.entries(dimensions).map(([of, value]) => ({ name: of, value }));
  return { namespace, name, dimensions: sorted.sort(byName) };
}

/** Of a metric as a request names it. */
export function requestedMetric(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly Dimension[] | undefined,
): Metric {
  const sorted = (dimensions ?? []).map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }));
  return { namespace: namespace ?? '', name: name ?? '', dimensions: sorted.sort(byName) };
}

/** The same text for the same metric. */
export function metricKey({ namespace, name, dimensions }: Metric): string {
  return JSON.stringify([namespace, name, ...dimensions.map((of) => [of.name, of.value])]);
}

export function dimensionOf(metric: Metric, name: string): string | undefined {
  return metric.dimensions.find((dimension) => dimension.name === name)?.value;
}

function byName(a: MetricDimension, b: MetricDimension): number {
  return a.name < b.name ? -1 : 1;
}
