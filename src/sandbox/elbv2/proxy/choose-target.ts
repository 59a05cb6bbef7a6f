import type { Target } from '../target.ts';

/** The target whose turn it is, round robin. */
export function chooseTarget(targets: Iterable<Target>, turn: number): Target | undefined {
  const candidates = candidatesOf(targets);
  return candidates[turn % candidates.length];
}

/**
 * Healthy targets and those that nobody checks get the requests; if there are none, all that are registered do, as a load balancer fails open. A
 * draining target gets none.
 */
export function candidatesOf(targets: Iterable<Target>): readonly Target[] {
  const registered = [...targets].filter((target) => target.health.state !== 'draining');
  const healthy = registered.filter(
    ({ health }) => health.state === 'healthy' || health.state === 'unavailable',
  );
  return healthy.length > 0 ? healthy : registered;
}
