import type { Timeline } from '../engine/timeline.ts';
import {
  checksFailed,
  codeMismatch,
  healthCheckDisabled,
  healthy,
  initialHealthChecking,
  registrationInProgress,
  timedOut,
} from './target-health.ts';
import type { HealthCheckSettings, TargetGroup } from './target-group.ts';
import type { Target, TargetHealth, TargetProbe } from './target.ts';

/** From registration to the first check: the load balancer's nodes have to learn of the target. Not documented; a second. */
const firstCheckDelay = 1000;

/** Checks the targets of groups that are in use, as events on the timeline. */
export class HealthChecks {
  readonly #timeline: Timeline;
  readonly #settle: (group: TargetGroup, target: Target, health: TargetHealth) => void;

  constructor(
    timeline: Timeline,
    settle: (group: TargetGroup, target: Target, health: TargetHealth) => void,
  ) {
    this.#timeline = timeline;
    this.#settle = settle;
  }

  /** The health a target starts with, and its first check. */
  start(group: TargetGroup, target: Target): TargetHealth {
    this.stop(target);
    target.successes = 0;
    target.failures = 0;
    if (!group.healthCheck.enabled) return healthCheckDisabled;
    target.events = [this.#timeline.after(firstCheckDelay, 'health check', () => this.#check(group, target))];
    return registrationInProgress;
  }

  stop(target: Target): void {
    for (const event of target.events) event.cancel();
    target.events = [];
  }

  #check(group: TargetGroup, target: Target): void {
    const settings = group.healthCheck;
    const again = this.#timeline.after(1000 * settings.intervalSeconds, 'health check', () =>
      this.#check(group, target),
    );
    target.events = [again];
    const probe = target.probe();
    const result = judge(settings, probe);
    // Nothing would change: most checks of most targets end here, and cost one event.
    if (result.state === 'healthy' && target.health.state === 'healthy') {
      target.failures = 0;
      return;
    }
    const latency = probe.kind === 'answer' ? Math.min(probe.latency, 1000 * settings.timeoutSeconds) : 0;
    const answer = this.#timeline.after(latency, 'health check result', () => {
      if (result.state === 'healthy') this.#succeeded(group, target);
      else this.#failed(group, target, result);
    });
    target.events.push(answer);
  }

  #succeeded(group: TargetGroup, target: Target): void {
    target.failures = 0;
    target.successes += 1;
    // "a new target must pass one health check": user guide of Application Load Balancers, target group health checks.
    const isNew = target.health.state === 'initial';
    if (isNew || target.successes >= group.healthCheck.healthyThreshold) this.#settle(group, target, healthy);
  }

  #failed(group: TargetGroup, target: Target, result: TargetHealth): void {
    target.successes = 0;
    target.failures += 1;
    if (target.health.state === 'unhealthy' || target.failures >= group.healthCheck.unhealthyThreshold) {
      this.#settle(group, target, result);
    } else if (target.health.state === 'initial') {
      this.#settle(group, target, initialHealthChecking);
    }
  }
}

function judge(settings: HealthCheckSettings, probe: TargetProbe): TargetHealth {
  if (probe.kind === 'refused') return checksFailed;
  if (probe.latency >= 1000 * settings.timeoutSeconds) return timedOut;
  if (settings.protocol !== 'HTTP' && settings.protocol !== 'HTTPS') return healthy;
  return matches(settings.matcher ?? '200', probe.status) ? healthy : codeMismatch(probe.status);
}

function matches(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [low, high] = part.split('-').map(Number);
    return low !== undefined && status >= low && status <= (high ?? low);
  });
}
