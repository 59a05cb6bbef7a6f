import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { Samples } from '../metrics/samples.ts';

export function samplesOf({ Value, Values, Counts, StatisticValues: set }: MetricDatum): Samples {
  const samples = new Samples();
  if (Value !== undefined) samples.add(Value);
  for (const [index, value] of (Values ?? []).entries()) samples.add(value, Counts?.[index] ?? 1);
  if (set !== undefined) {
    const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = set;
    samples.addSet({ count: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum });
  }
  return samples;
}
