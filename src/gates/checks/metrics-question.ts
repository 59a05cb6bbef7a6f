import type { TargetGroupDimensions } from '../../aws/metric-dimensions.ts';
import type { MetricPreset, MetricQuery } from '../../model/gate.ts';
import type { ServiceRef } from '../../model/service-ref.ts';

/** What CloudWatch is asked for one number, and how the number is made of its answers. */
export interface MetricQuestion {
  /** As people know it: the preset, or the label of the query. */
  readonly name: string;
  readonly unit?: 'percent' | 'seconds' | undefined;
  readonly queries: readonly MetricQuery[];
  readonly reading: MetricReadingRule;
}

/** By the `Id` of queries. */
export type MetricReadingRule =
  /** The share of some counts in others, in percent; the others are the samples. What has no value is 0. */
  | { readonly kind: 'share'; readonly of: readonly string[]; readonly in: readonly string[] }
  /** The mean of values, each with the weight of the same minute; the weights are the samples. */
  | { readonly kind: 'weighted-mean'; readonly values: readonly WeightedValue[] }
  /** The mean of the values of one query; the samples are those of the metric that has most, or the values themselves. */
  | { readonly kind: 'mean'; readonly of: string; readonly samples: readonly string[] };

interface WeightedValue {
  readonly value: string;
  readonly weight: string;
}

// CloudWatch keeps values of load balancers and services for each minute. Asked for a longer period it may begin it elsewhere than the
// window, so that we ask for minutes and put them together ourselves.
const period = 60;

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

/** The numbers of target groups, each behind its load balancers. */
export function loadBalancerQuestion(
  preset: Extract<MetricPreset, `alb-${string}`>,
  targetGroups: readonly TargetGroupDimensions[],
): MetricQuestion {
  const places = targetGroups.flatMap(({ targetGroup, loadBalancers }) =>
    loadBalancers.map((loadBalancer) => ({ targetGroup, loadBalancer })),
  );
  const metric = (nth: number, name: string): Metric => ({
    Namespace: 'AWS/ApplicationELB',
    MetricName: name,
    Dimensions: [
      { Name: 'TargetGroup', Value: places[nth]?.targetGroup ?? '' },
      { Name: 'LoadBalancer', Value: places[nth]?.loadBalancer ?? '' },
    ],
  });
  const ids = (what: string): string[] => places.map((_, nth) => `${what}${nth}`);
  const each = (what: string, name: string, stat: string): MetricQuery[] =>
    ids(what).map((id, nth) => query(id, metric(nth, name), stat));
  const requests = each('requests', 'RequestCount', 'Sum');
  switch (preset) {
    case 'alb-5xx-rate':
      return {
        name: preset,
        unit: 'percent',
        queries: [...each('errors', 'HTTPCode_Target_5XX_Count', 'Sum'), ...requests],
        reading: { kind: 'share', of: ids('errors'), in: ids('requests') },
      };
    case 'alb-latency-p99':
      return {
        name: preset,
        unit: 'seconds',
        queries: [...each('latency', 'TargetResponseTime', 'p99'), ...requests],
        reading: {
          kind: 'weighted-mean',
          values: places.map((_, nth) => ({ value: `latency${nth}`, weight: `requests${nth}` })),
        },
      };
    default:
      return preset satisfies never;
  }
}

/** CPU or memory of a whole service: AWS tells no revisions apart. */
export function serviceQuestion(
  preset: Exclude<MetricPreset, `alb-${string}`>,
  { cluster, service }: ServiceRef,
): MetricQuestion {
  const metric: Metric = {
    Namespace: 'AWS/ECS',
    MetricName: preset === 'cpu' ? 'CPUUtilization' : 'MemoryUtilization',
    Dimensions: [
      { Name: 'ClusterName', Value: cluster },
      { Name: 'ServiceName', Value: service },
    ],
  };
  return {
    name: preset,
    unit: 'percent',
    queries: [query('utilization', metric, 'Average'), query('samples', metric, 'SampleCount')],
    reading: { kind: 'weighted-mean', values: [{ value: 'utilization', weight: 'samples' }] },
  };
}

/**
 * The queries of the configuration as they are, and beside them the number of samples of each metric that they name.
 * @param queries the last one whose data is returned is the number
 */
export function ownQuestion(queries: readonly MetricQuery[]): MetricQuestion {
  const answer = queries.findLast(({ ReturnData }) => ReturnData !== false);
  const samples = queries.flatMap((one, nth) => {
    const { MetricStat: stat, AccountId: account } = one;
    if (typeof stat !== 'object' || stat === null) return [];
    return {
      Id: `ecsdeploySamples${nth}`,
      MetricStat: { ...stat, Stat: 'SampleCount' },
      ...(account === undefined ? {} : { AccountId: account }),
    };
  });
  return {
    name: typeof answer?.['Label'] === 'string' ? answer['Label'] : (answer?.Id ?? ''),
    queries: [...queries, ...samples],
    reading: { kind: 'mean', of: answer?.Id ?? '', samples: samples.map(({ Id }) => Id) },
  };
}

function query(id: string, metric: Metric, stat: string): MetricQuery {
  return { Id: id, MetricStat: { Metric: metric, Period: period, Stat: stat } };
}
