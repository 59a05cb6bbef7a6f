import type { LoadBalancer } from '../listener.ts';

/** `idle_timeout.timeout_seconds`, in milliseconds. */
export function idleTimeoutOf(loadBalancer: LoadBalancer): number {
  return 1000 * Number(loadBalancer.attributes.get('idle_timeout.timeout_seconds') ?? 60);
}
