import {
  minute,
  minuteOf,
  type MetricSource,
  type Reading,
  type Window,
} from '../../cloudwatch/metrics/metric-source.ts';
import { dimensionOf, metricOf, type Metric } from '../../cloudwatch/metrics/metric.ts';
import { Samples } from '../../cloudwatch/metrics/samples.ts';
import type { Timeline } from '../../engine/timeline.ts';
import type { LoadBalancer } from '../listener.ts';
import type { Elbv2State } from '../state.ts';
import type { TargetGroup } from '../target-group.ts';
import { loadBalancerDimension, targetGroupDimension } from './dimensions.ts';
import { Ramp } from './ramp.ts';
import { measure, type Measurement, type RequestOutcome } from './request-outcome.ts';
import { flowsOf, unseenOf, type TrafficStream, type Unseen } from './traffic-flows.ts';

/** A stream as it is told of. */
export interface TrafficStatus extends TrafficStream {
  /** Name of the load balancer. */
  readonly loadBalancer: string;
  /** Absent where every request shows in metrics. */
  readonly unseen?: Unseen;
}

/** Requests of one kind to one load balancer, over time. */
interface Course {
  readonly outcome: RequestOutcome;
  readonly ramp: Ramp;
}

interface OfLoadBalancer {
  readonly loadBalancer: LoadBalancer;
  /** By the listener's port. */
  readonly streams: Map<number, TrafficStream>;
  readonly courses: Map<string, Course>;
  /** Something has changed at this moment that its requests depend on. */
  isStale: boolean;
}

/**
 * Requests that nobody sends: what would become of them is computed, and shows in metrics only. Exactly as many come as the weights, the health
 * and the behaviours of targets say, without chance, from one change to the next.
 */
export class SimulatedTraffic implements MetricSource {
  readonly #timeline: Timeline;
  readonly #elbv2: Elbv2State;
  readonly #known = new Map<string, OfLoadBalancer>();

  constructor(timeline: Timeline, elbv2: Elbv2State) {
    this.#timeline = timeline;
    this.#elbv2 = elbv2;
    elbv2.onChange((group) => this.refresh(group));
  }

  /** From now on requests come so to a listener of an application load balancer. */
  set(loadBalancer: LoadBalancer, stream: TrafficStream): void {
    const known = this.#known.get(loadBalancer.arn) ?? {
      loadBalancer,
      streams: new Map<number, TrafficStream>(),
      courses: new Map<string, Course>(),
      isStale: false,
    };
    this.#known.set(loadBalancer.arn, known);
    known.streams.set(stream.port, stream);
    this.#change(known);
  }

  /** From now on none come to a listener, or to none of the load balancer without a port. */
  end({ arn }: LoadBalancer, port?: number): void {
    const known = this.#known.get(arn);
    if (known === undefined) return;
    if (port === undefined) known.streams.clear();
    else known.streams.delete(port);
    this.#change(known);
  }

  /** The streams that somebody wants, by name of the load balancer. */
  *streams(): Iterable<TrafficStatus> {
    for (const { loadBalancer, streams } of this.#known.values()) {
      if (!this.#elbv2.loadBalancers.has(loadBalancer.arn)) continue;
      for (const stream of streams.values()) yield this.statusOf(loadBalancer, stream);
    }
  }

  statusOf(loadBalancer: LoadBalancer, stream: TrafficStream): TrafficStatus {
    const unseen = unseenOf(this.#elbv2, loadBalancer, stream);
    return { loadBalancer: loadBalancer.name, ...stream, ...(unseen !== undefined && { unseen }) };
  }

  /** To be called after something changed that requests depend on, at the moment of the change; `group` where it is a matter of one target group. */
  refresh(group?: TargetGroup): void {
    const concerned =
      group === undefined
        ? this.#known.values()
        : group.loadBalancerArns.map((arn) => this.#known.get(arn)).filter((known) => known !== undefined);
    for (const known of concerned) this.#change(known);
  }

  *metrics(): Iterable<Metric> {
    this.#settle();
    for (const { loadBalancer, courses } of this.#known.values()) {
      for (const { outcome } of courses.values()) yield* metricsOf(loadBalancer.arn, outcome);
    }
  }

  *read(metric: Metric, { from, to }: Window): Iterable<Reading> {
    if (metric.namespace !== 'AWS/ApplicationELB') return;
    this.#settle();
    for (const { loadBalancer, courses } of this.#known.values()) {
      if (dimensionOf(metric, 'LoadBalancer') !== loadBalancerDimension(loadBalancer.arn)) continue;
      for (const { outcome, ramp } of courses.values()) {
        const measured = measurementFor(metric, outcome);
        if (measured === undefined || ramp.since === undefined) continue;
        for (let at = Math.max(ceilMinute(from), minuteOf(ramp.since)); at < to; at += minute) {
          const requests = ramp.wholeBetween(at, at + minute);
          if (requests > 0) yield { at, unit: measured.unit, samples: Samples.of(measured.value, requests) };
        }
      }
    }
  }

  /** Hundreds of targets may change at one moment. What becomes of requests is computed once, when all of them have: before time goes on. */
  #change(known: OfLoadBalancer): void {
    if (known.isStale || (known.streams.size === 0 && known.courses.size === 0)) return;
    if (![...this.#known.values()].some(({ isStale }) => isStale)) {
      this.#timeline.after(0, 'simulated traffic', () => this.#settle());
    }
    known.isStale = true;
  }

  #settle(): void {
    for (const known of this.#known.values()) {
      if (!known.isStale) continue;
      known.isStale = false;
      this.#refresh(known);
    }
  }

  #refresh({ loadBalancer, streams, courses }: OfLoadBalancer): void {
    const perSecond = new Map<string, number>();
    for (const stream of streams.values()) {
      for (const { outcome, requestsPerSecond } of flowsOf(this.#elbv2, loadBalancer, stream)) {
        const key = JSON.stringify(outcome);
        perSecond.set(key, (perSecond.get(key) ?? 0) + requestsPerSecond);
        if (!courses.has(key)) courses.set(key, { outcome, ramp: new Ramp() });
      }
    }
    const now = this.#timeline.now();
    for (const [key, { ramp }] of courses) {
      ramp.turn(now, (perSecond.get(key) ?? 0) / 1000);
      if (ramp.isOver(now)) courses.delete(key);
    }
  }
}

/** Every metric that a request with this outcome adds to. */
function* metricsOf(loadBalancerArn: string, outcome: RequestOutcome): Iterable<Metric> {
  for (const { name, ofGroup } of measure(outcome)) {
    const LoadBalancer = loadBalancerDimension(loadBalancerArn);
    yield metricOf('AWS/ApplicationELB', name, { LoadBalancer });
    if (ofGroup && outcome.kind !== 'own') {
      const TargetGroup = targetGroupDimension(outcome.targetGroupArn);
      yield metricOf('AWS/ApplicationELB', name, { LoadBalancer, TargetGroup });
    }
  }
}

/** What a request with this outcome adds to a metric of its load balancer. */
function measurementFor(metric: Metric, outcome: RequestOutcome): Measurement | undefined {
  const measured = measure(outcome).find(({ name }) => name === metric.name);
  const group = dimensionOf(metric, 'TargetGroup');
  if (measured === undefined || metric.dimensions.length > 2) return undefined;
  if (group === undefined) return metric.dimensions.length === 1 ? measured : undefined;
  const isOfGroup = outcome.kind !== 'own' && targetGroupDimension(outcome.targetGroupArn) === group;
  return measured.ofGroup && isOfGroup ? measured : undefined;
}

function ceilMinute(moment: number): number {
  return Math.ceil(moment / minute) * minute;
}
