import type { Outside } from '../engine/outside.ts';
import type { Timeline } from '../engine/timeline.ts';
import { askTarget, type CheckAnswer, type CheckedTarget } from './ask-target.ts';
import {
  checkUnsupported,
  checksFailed,
  codeMismatch,
  healthCheckDisabled,
  healthy,
  initialHealthChecking,
  registrationInProgress,
  timedOut,
} from './target-health.ts';
import type { HealthCheckSettings, TargetGroup } from './target-group.ts';
import type { Target, TargetHealth } from './target.ts';

/** From registration to the first check: the load balancer's nodes have to learn of the target. Not documented; a second. */
const firstCheckDelay = 1000;

/**
 * Checks the targets of groups that are in use, as events on the timeline. A simulated target answers in sandbox time; a real
 * one is asked at the same rhythm, and its answer comes in from outside, in real time.
 */
export class HealthChecks {
  readonly #timeline: Timeline;
  readonly #outside: Outside;
  /** The checks of real targets that are under way, at most one for each. */
  readonly #asking = new Map<Target, AbortController>();
  readonly #settle: (group: TargetGroup, target: Target, health: TargetHealth) => void;

  constructor(
    timeline: Timeline,
    outside: Outside,
    settle: (group: TargetGroup, target: Target, health: TargetHealth) => void,
  ) {
    this.#timeline = timeline;
    this.#outside = outside;
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
    this.#asking.get(target)?.abort();
    this.#asking.delete(target);
  }

  /** Gives up the checks that wait for a real target. */
  abandon(): void {
    for (const asking of this.#asking.values()) asking.abort();
    this.#asking.clear();
  }

  #check(group: TargetGroup, target: Target): void {
    const settings = group.healthCheck;
    const again = this.#timeline.after(1000 * settings.intervalSeconds, 'health check', () =>
      this.#check(group, target),
    );
    target.events = [again];
    if (isReal(target)) {
      this.#ask(group, target);
      return;
    }
    const probe = (target.habit ?? target.probe)();
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

  #ask(group: TargetGroup, target: Target & CheckedTarget): void {
    // A target takes its time in real seconds: when sandbox time runs faster, the check before may still be under way.
    if (this.#asking.has(target)) return;
    if (speaksHttp2(group)) {
      this.#failed(group, target, checkUnsupported);
      return;
    }
    const asking = new AbortController();
    this.#asking.set(target, asking);
    void askTarget(target, group.healthCheck, asking.signal).then((answer) => {
      if (asking.signal.aborted) return;
      this.#outside.occur(() => {
        // What was due before this moment may have stopped the checks of this target.
        if (this.#asking.get(target) !== asking) return;
        this.#asking.delete(target);
        const result = judge(group.healthCheck, answer);
        if (result.state === 'healthy') this.#succeeded(group, target);
        else this.#failed(group, target, result);
      });
    });
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

function isReal(target: Target): target is Target & CheckedTarget {
  return target.endpoint !== undefined;
}

/** The answer to an HTTP/1.1 check would say nothing about such a target. */
function speaksHttp2(group: TargetGroup): boolean {
  return group.protocolVersion === 'HTTP2' || group.protocolVersion === 'GRPC';
}

function judge(settings: HealthCheckSettings, probe: CheckAnswer): TargetHealth {
  if (probe.kind === 'refused') return checksFailed;
  if (probe.kind === 'silent') return timedOut;
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
