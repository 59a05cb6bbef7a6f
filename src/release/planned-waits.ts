import type { ServiceLoadBalancer, ServiceSettings } from '../aws/service-state.ts';
import { minutes, type Milliseconds } from '../model/duration.ts';
import { plannedShift } from './planned-shift.ts';

/** AWS waits so long in each of the two stages that move traffic where a Network Load Balancer takes part. */
const networkLoadBalancerDelay = minutes(10);

/**
 * How long a release under these settings waits where nothing can go wrong faster: bakes, and the delays of Network Load Balancers.
 * It does not count against the time-out. Pauses for a person are not in it: nobody knows how long those take. Pure.
 */
export function plannedWaits(
  settings: ServiceSettings,
  loadBalancers: readonly ServiceLoadBalancer[],
): Milliseconds {
  const final = minutes(settings.bakeTimeInMinutes ?? 0);
  const shift = plannedShift(settings, loadBalancers);
  if (shift === undefined) return final;
  const delays = loadBalancers.some(isNetworkLoadBalancer) ? 2 * networkLoadBalancerDelay : 0;
  const { steps } = shift;
  switch (steps.kind) {
    case 'at-once':
      return final + delays;
    case 'canary':
      return final + delays + (steps.percent < 100 ? minutes(steps.bakeInMinutes) : 0);
    case 'linear':
      // After the last step, which brings all of it, only the final bake comes.
      return final + delays + (Math.ceil(100 / steps.percent) - 1) * minutes(steps.bakeInMinutes);
    default:
      return steps satisfies never;
  }
}

/** A Network Load Balancer has no rules: the ARN is that of its listener. */
function isNetworkLoadBalancer({ advanced }: ServiceLoadBalancer): boolean {
  return advanced?.productionListenerRule.includes(':listener/net/') === true;
}
