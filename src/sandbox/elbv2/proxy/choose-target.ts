import type { Target } from '../target.ts';

/**
 * The target whose turn it is, round robin. Healthy targets and those that nobody checks get the requests; if there are none, all that are
 * registered do, as a load balancer fails open. A draining target gets none.
 */
export function chooseTarget(targets: Iterable<Target>, turn: number): Target | undefined {
  const registered = [...targets].filter((target) => target.health.state !== 'draining');
  const healthy = registered.filter(
    ({ health }) => health.state === 'healthy' || health.state === 'unavailable',
  );
  const candidates = healthy.length > 0 ? healthy : registered;
  return candidates[turn % candidates.length];
}
