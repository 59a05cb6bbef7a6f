import {
  minute,
  minuteOf,
  retention,
  type MetricSource,
  type Reading,
  type Window,
} from '../../cloudwatch/metrics/metric-source.ts';
import { metricKey, metricOf, type Metric } from '../../cloudwatch/metrics/metric.ts';
import { Samples } from '../../cloudwatch/metrics/samples.ts';
import { Steps } from '../../engine/steps.ts';
import type { Timeline } from '../../engine/timeline.ts';
import type { Elbv2State } from '../state.ts';
import type { TargetGroup } from '../target-group.ts';
import { loadBalancerDimension, targetGroupDimension } from './dimensions.ts';

interface Counts {
  readonly healthy: number;
  readonly unhealthy: number;
}

interface Counted {
  readonly healthyMetric: Metric;
  readonly unhealthyMetric: Metric;
  /** Undefined while no target is registered: nothing is reported then. */
  readonly counts: Steps<Counts | undefined>;
}

/** HealthyHostCount and UnHealthyHostCount of each target group with each of its load balancers. A minute has a sample for each second. */
export class HostCounts implements MetricSource {
  readonly #timeline: Timeline;
  readonly #elbv2: Elbv2State;
  /** By target group, then by load balancer. */
  readonly #byGroup = new Map<string, Map<string, Counted>>();
  readonly #byMetric = new Map<string, Counted>();

  constructor(timeline: Timeline, elbv2: Elbv2State) {
    this.#timeline = timeline;
    this.#elbv2 = elbv2;
    elbv2.onChange((group) => this.#recount(group));
  }

  *metrics(): Iterable<Metric> {
    for (const counted of this.#byGroup.values()) {
      for (const { healthyMetric, unhealthyMetric } of counted.values())
        yield* [healthyMetric, unhealthyMetric];
    }
  }

  *read(metric: Metric, { from, to }: Window): Iterable<Reading> {
    const counted = this.#byMetric.get(metricKey(metric));
    if (counted?.counts.since === undefined) return;
    const isHealthy = metric.name === 'HealthyHostCount';
    const begin = Math.max(Math.ceil(from / minute) * minute, minuteOf(counted.counts.since));
    for (let at = begin; at < to; at += minute) {
      const samples = new Samples();
      for (const { value, lasted } of counted.counts.between(at, at + minute)) {
        if (value !== undefined) samples.add(isHealthy ? value.healthy : value.unhealthy, lasted / 1000);
      }
      if (!samples.isEmpty) yield { at, unit: 'Count', samples };
    }
  }

  #recount(changed: TargetGroup | undefined): void {
    const groups = changed === undefined ? [...this.#elbv2.targetGroups.values()] : [changed];
    for (const group of groups) {
      const counts = countsOf(group);
      const known = this.#byGroup.get(group.arn) ?? new Map<string, Counted>();
      this.#byGroup.set(group.arn, known);
      // It may be a load balancer's no longer.
      for (const arn of new Set([...known.keys(), ...group.loadBalancerArns])) {
        const present = group.loadBalancerArns.includes(arn) ? counts : undefined;
        const counted = known.get(arn) ?? (present && this.#begin(known, arn, group));
        if (counted !== undefined) this.#add(counted.counts, present);
      }
    }
  }

  #begin(known: Map<string, Counted>, loadBalancerArn: string, group: TargetGroup): Counted {
    const LoadBalancer = loadBalancerDimension(loadBalancerArn);
    const namespace = LoadBalancer.startsWith('net/') ? 'AWS/NetworkELB' : 'AWS/ApplicationELB';
    const dimensions = { LoadBalancer, TargetGroup: targetGroupDimension(group.arn) };
    const counted: Counted = {
      healthyMetric: metricOf(namespace, 'HealthyHostCount', dimensions),
      unhealthyMetric: metricOf(namespace, 'UnHealthyHostCount', dimensions),
      counts: new Steps(retention),
    };
    known.set(loadBalancerArn, counted);
    this.#byMetric.set(metricKey(counted.healthyMetric), counted);
    this.#byMetric.set(metricKey(counted.unhealthyMetric), counted);
    return counted;
  }

  #add(steps: Steps<Counts | undefined>, counts: Counts | undefined): void {
    const { last } = steps;
    if (last?.healthy === counts?.healthy && last?.unhealthy === counts?.unhealthy) return;
    steps.set(this.#timeline.now(), counts);
  }
}

function countsOf(group: TargetGroup): Counts | undefined {
  let healthy = 0;
  let unhealthy = 0;
  let registered = 0;
  for (const { health } of group.targets.values()) {
    if (health.state === 'draining') continue;
    registered += 1;
    if (health.state === 'healthy') healthy += 1;
    if (health.state === 'unhealthy') unhealthy += 1;
  }
  return registered === 0 ? undefined : { healthy, unhealthy };
}
