import type { Outside } from '../engine/outside.ts';
import type { Timeline } from '../engine/timeline.ts';
import { HealthChecks } from './health-checks.ts';
import { HostCounts } from './metrics/host-counts.ts';
import { SimulatedTraffic } from './metrics/simulated-traffic.ts';
import { draining, notInUse, notRegistered } from './target-health.ts';
import { forwardedTo, type Listener, type LoadBalancer, type Rule } from './listener.ts';
import { deregistrationDelay, type TargetGroup } from './target-group.ts';
import {
  targetKey,
  type Target,
  type TargetAddress,
  type TargetHealth,
  type TargetHealthChange,
  type TargetRegistration,
} from './target.ts';
import { Traffic } from './traffic.ts';

export type { TargetGroup } from './target-group.ts';
export type {
  TargetAddress,
  TargetHealth,
  TargetHealthChange,
  TargetProbe,
  TargetRegistration,
} from './target.ts';

/** The load balancers of one account and region, and the health of what is registered with them. */
export class Elbv2State {
  readonly loadBalancers = new Map<string, LoadBalancer>();
  readonly listeners = new Map<string, Listener>();
  /** All rules but the default ones, which stand in their listeners. */
  readonly rules = new Map<string, Rule>();
  readonly targetGroups = new Map<string, TargetGroup>();
  /** By ARN of what they are on. */
  readonly tags = new Map<string, Map<string, string>>();
  /** Set by `close`. */
  isClosed = false;
  /** What the load balancers have sent where. */
  readonly traffic = new Traffic();
  readonly simulatedTraffic: SimulatedTraffic;
  readonly hostCounts: HostCounts;
  readonly #timeline: Timeline;
  readonly #checks: HealthChecks;
  readonly #listeners: ((change: TargetHealthChange) => void)[] = [];
  readonly #routeListeners: (() => void)[] = [];
  readonly #changeListeners: ((group?: TargetGroup) => void)[] = [];

  constructor(timeline: Timeline, outside: Outside) {
    this.#timeline = timeline;
    this.#checks = new HealthChecks(timeline, outside, (group, target, health) =>
      this.#settle(group, target, health),
    );
    this.simulatedTraffic = new SimulatedTraffic(timeline, this);
    this.hostCounts = new HostCounts(timeline, this);
  }

  targetGroup(arn: string): TargetGroup | undefined {
    return this.targetGroups.get(arn);
  }

  listener(arn: string): Listener | undefined {
    return this.listeners.get(arn);
  }

  /** A rule by its ARN, the default rule of a listener included. */
  rule(arn: string): Rule | undefined {
    const rule = this.rules.get(arn);
    if (rule !== undefined) return rule;
    return [...this.listeners.values()].map((listener) => listener.defaultRule).find((d) => d.arn === arn);
  }

  /** Every rule of a listener in the order in which they are tried, the default one last. */
  rulesOf(listener: Listener): Rule[] {
    const own = [...this.rules.values()].filter((rule) => rule.listenerArn === listener.arn);
    own.sort((a, b) => Number(a.priority) - Number(b.priority));
    return [...own, listener.defaultRule];
  }

  listenersOf(loadBalancerArn: string): Listener[] {
    return [...this.listeners.values()].filter((listener) => listener.loadBalancerArn === loadBalancerArn);
  }

  /** Takes a listener away, and its rules with it. */
  removeListener(listener: Listener): void {
    this.listeners.delete(listener.arn);
    this.tags.delete(listener.arn);
    for (const rule of [...this.rules.values()]) {
      if (rule.listenerArn === listener.arn) this.rules.delete(rule.arn);
    }
    this.refreshUse();
  }

  /** Tells of every change of a target's health after its registration, also of draining and of having gone. */
  onHealthChange(listener: (change: TargetHealthChange) => void): void {
    this.#listeners.push(listener);
  }

  /** Tells when listeners came, went or were changed. */
  onListenersChange(listener: () => void): void {
    this.#routeListeners.push(listener);
  }

  /** Tells of whatever changes where requests go, a new target included; `group` where it is a matter of one target group. */
  onChange(listener: (group?: TargetGroup) => void): void {
    this.#changeListeners.push(listener);
  }

  /** Gives up health checks that wait for a real target, so that none holds up the end of a server. */
  abandonChecks(): void {
    this.#checks.abandon();
  }

  /** The end of this account: nothing of it listens or waits for an answer any more. */
  close(): void {
    this.isClosed = true;
    this.#checks.abandon();
    this.listeners.clear();
    for (const listener of this.#routeListeners) listener();
  }

  /** Registers a target, also one that is draining. Registering what is registered changes nothing, as at AWS. */
  registerTarget(targetGroupArn: string, registration: TargetRegistration): void {
    const group = this.targetGroups.get(targetGroupArn);
    if (group === undefined) return;
    const known = group.targets.get(targetKey(registration));
    if (known !== undefined) {
      if (known.health.state !== 'draining') return;
      this.#checks.stop(known);
    }
    const target: Target = { ...registration, health: notInUse, successes: 0, failures: 0, events: [] };
    group.targets.set(targetKey(registration), target);
    if (group.loadBalancerArns.length > 0) target.health = this.#checks.start(group, target);
    this.#changed(group);
  }

  /** Lets a target drain for the group's deregistration delay; without traffic to the group it is gone at once. */
  deregisterTarget(targetGroupArn: string, address: TargetAddress): void {
    const group = this.targetGroups.get(targetGroupArn);
    const target = group?.targets.get(targetKey(address));
    if (group === undefined || target === undefined || target.health.state === 'draining') return;
    this.#checks.stop(target);
    const leave = (): void => {
      group.targets.delete(targetKey(address));
      this.#tell(group, target, notRegistered);
    };
    if (target.health.state === 'unused') {
      leave();
      return;
    }
    target.events = [this.#timeline.after(deregistrationDelay(group), 'deregistration', leave)];
    this.#settle(group, target, draining);
  }

  targetHealth(targetGroupArn: string, address: TargetAddress): TargetHealth {
    return this.targetGroups.get(targetGroupArn)?.targets.get(targetKey(address))?.health ?? notRegistered;
  }

  /** Who is behind an address, if that is known from another target group. */
  behind(address: TargetAddress): Pick<TargetRegistration, 'probe' | 'habit' | 'endpoint'> | undefined {
    const groups = [...this.targetGroups.values()];
    return groups
      .map((group) => group.targets.get(targetKey(address)))
      .find((target) => target !== undefined);
  }

  /** To be called after listeners or rules changed: which groups get traffic, and therefore health checks. */
  refreshUse(): void {
    const users = new Map<string, Set<string>>();
    for (const listener of this.listeners.values()) {
      for (const rule of this.rulesOf(listener)) {
        for (const arn of forwardedTo(rule.actions)) {
          users.set(arn, (users.get(arn) ?? new Set()).add(listener.loadBalancerArn));
        }
      }
    }
    for (const group of this.targetGroups.values()) {
      const wasUsed = group.loadBalancerArns.length > 0;
      group.loadBalancerArns = [...(users.get(group.arn) ?? [])];
      const isUsed = group.loadBalancerArns.length > 0;
      if (wasUsed !== isUsed) this.#useChanged(group, isUsed);
    }
    for (const listener of this.#routeListeners) listener();
    this.#changed();
  }

  /** To be called after the settings of a group's health check changed: its targets are checked afresh. */
  restartChecks(group: TargetGroup): void {
    if (group.loadBalancerArns.length > 0) this.#useChanged(group, true);
  }

  #useChanged(group: TargetGroup, isUsed: boolean): void {
    for (const target of group.targets.values()) {
      if (target.health.state === 'draining') continue;
      if (isUsed) {
        this.#settle(group, target, this.#checks.start(group, target));
      } else {
        this.#checks.stop(target);
        this.#settle(group, target, notInUse);
      }
    }
  }

  #settle(group: TargetGroup, target: Target, health: TargetHealth): void {
    const before = target.health;
    target.health = health;
    if (before.state !== health.state || before.reason !== health.reason) this.#tell(group, target, health);
  }

  #tell(group: TargetGroup, target: Target, health: TargetHealth): void {
    this.#changed(group);
    for (const listener of this.#listeners) {
      listener({ targetGroupArn: group.arn, id: target.id, port: target.port, health });
    }
  }

  #changed(group?: TargetGroup): void {
    for (const listener of this.#changeListeners) listener(group);
  }
}
