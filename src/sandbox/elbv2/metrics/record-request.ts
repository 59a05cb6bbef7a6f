import { minuteOf } from '../../cloudwatch/metrics/metric-source.ts';
import { metricOf } from '../../cloudwatch/metrics/metric.ts';
import { Samples } from '../../cloudwatch/metrics/samples.ts';
import type { World } from '../../world.ts';
import { loadBalancerDimension, targetGroupDimension } from './dimensions.ts';
import { measure, type RequestOutcome } from './request-outcome.ts';

/** Adds a request that really came, and was answered just now, to the metrics of its load balancer. */
export function recordRequest(world: World, loadBalancerArn: string, outcome: RequestOutcome): void {
  const { store } = world.cloudwatch.metrics;
  const now = world.outside.presentOr(world.timeline.now());
  const at = minuteOf(now);
  const LoadBalancer = loadBalancerDimension(loadBalancerArn);
  for (const { name, unit, value, ofGroup } of measure(outcome)) {
    store.add(metricOf('AWS/ApplicationELB', name, { LoadBalancer }), unit, at, Samples.of(value), now);
    if (!ofGroup || outcome.kind === 'own') continue;
    const TargetGroup = targetGroupDimension(outcome.targetGroupArn);
    const ofBoth = metricOf('AWS/ApplicationELB', name, { LoadBalancer, TargetGroup });
    store.add(ofBoth, unit, at, Samples.of(value), now);
  }
}
