import { minutes } from '../../../model/duration.ts';
import { shiftsTraffic } from '../../../model/lifecycle.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import { taskBounds } from '../../deadlock.ts';
import { breakerThreshold } from '../../safety-rules.ts';
import { passed, warningOf, type PreflightCheck } from '../preflight-check.ts';
import type { PreflightSubject } from '../preflight-subject.ts';

const name = 'circuit-breaker';

// Measured with a bad image, one task and the breaker on: the first failed after 2 m 34 s, the second 2 m 12 s later. ECS then waits
// longer and longer between tries, up to 15 minutes, so that it takes no less.
const oneRound = minutes(2);

/** So many failures as ECS's circuit breaker counts are to come together while the release is followed. */
export const circuitBreakerCheck: PreflightCheck = {
  name,
  run: (_, subject) => judgeCircuitBreaker(subject),
};

/** Pure. */
export function judgeCircuitBreaker({
  service,
  settings,
  controller,
  timeout,
}: Pick<PreflightSubject, 'service' | 'settings' | 'controller' | 'timeout'>): PreflightResult[] {
  const { desiredCount: desired } = service;
  const { circuitBreaker } = settings;
  if (controller.kind !== 'ecs' || !circuitBreaker.enable || desired === 0) return [];
  const threshold = breakerThreshold(circuitBreaker.threshold, desired);
  const { lower, upper } = taskBounds(desired, settings);
  // New tasks that may be there at once: all of them beside the old ones, or what the percents leave to them.
  const atOnce = shiftsTraffic(settings.strategy) ? desired : Math.min(desired, Math.max(1, upper - lower));
  const estimate = Math.ceil(threshold / atOnce) * oneRound;
  const subject = `${threshold} failed ${threshold === 1 ? 'task' : 'tasks'}`;
  if (estimate <= timeout) return [passed(name, subject)];
  return [warningOf(name, subject, { kind: 'breaker-out-of-reach', threshold, atOnce, estimate, timeout })];
}
