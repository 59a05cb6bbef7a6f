import type { PutMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import type { NoOutput, Operation } from '../../operation.ts';
import { checkDatum } from '../metric-data/check-datum.ts';
import { samplesOf } from '../metric-data/samples-of-datum.ts';
import { minute } from '../metrics/metric-source.ts';
import { requestedMetric } from '../metrics/metric.ts';
import { invalidValue, missingParameter } from '../refusals.ts';

/** "up to 1000 different metrics" in a request (API_PutMetricData). */
const mostData = 1000;

/** All or nothing: a datum that is refused keeps the others out. What belongs to an entity is kept like the rest; entities are not. */
export const PutMetricData: Operation<PutMetricDataCommandInput, NoOutput> = (world, input) => {
  const namespace = input.Namespace ?? '';
  const now = world.timeline.now();
  if (namespace.startsWith('AWS/') || !/^[^:].{0,254}$/s.test(namespace)) {
    throw invalidValue(`The value ${namespace} for parameter Namespace is invalid.`);
  }
  const data = [
    ...(input.MetricData ?? []),
    ...(input.EntityMetricData ?? []).flatMap((entity) => entity.MetricData ?? []),
  ];
  if (data.length === 0) throw missingParameter('The parameter MetricData is required.');
  if (data.length > mostData) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${mostData}.`);
  }
  for (const [index, datum] of data.entries()) checkDatum(datum, `MetricData.member.${index + 1}`, now);
  for (const datum of data) {
    const samples = samplesOf(datum);
    if (samples.isEmpty) continue;
    const resolution = datum.StorageResolution === 1 ? 1000 : minute;
    const at = Math.floor((datum.Timestamp?.getTime() ?? now) / resolution) * resolution;
    const metric = requestedMetric(namespace, datum.MetricName, datum.Dimensions);
    world.cloudwatch.metrics.store.add(metric, datum.Unit ?? 'None', at, samples, now);
  }
  return {};
};
