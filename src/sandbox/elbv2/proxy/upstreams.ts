import type { TargetGroup } from '../target-group.ts';
import { targetKey, type Target, type TargetHealthChange } from '../target.ts';
import type { World } from '../../world.ts';
import { Upstream } from './upstream.ts';

/** The connections to all targets of one world, which follow what becomes of the targets. */
export class Upstreams {
  readonly #world: World;
  readonly #byTarget = new Map<string, Upstream>();

  constructor(world: World) {
    this.#world = world;
    world.elbv2.onHealthChange((change) => this.#healthChanged(change));
  }

  of(group: TargetGroup, target: Target): Upstream {
    const key = keyOf(group.arn, target);
    const known = this.#byTarget.get(key);
    if (known?.target === target) return known;
    // Registered again while it drained: what is under way there goes on, in connections of its own.
    known?.drain();
    const upstream = new Upstream(group, target, this.#world.elbv2.traffic.ofTarget(group.arn, target));
    this.#byTarget.set(key, upstream);
    return upstream;
  }

  close(): void {
    for (const upstream of this.#byTarget.values()) upstream.close();
    this.#byTarget.clear();
  }

  #healthChanged(change: TargetHealthChange): void {
    const key = keyOf(change.targetGroupArn, change);
    const upstream = this.#byTarget.get(key);
    if (upstream === undefined) return;
    if (change.health.state === 'draining') {
      upstream.drain();
    } else if (change.health.state === 'unused') {
      this.#byTarget.delete(key);
      // A group that no rule names any more lets what is under way come to its end.
      if (change.health.reason === 'Target.NotRegistered') upstream.close();
      else upstream.drain();
    }
  }
}

function keyOf(targetGroupArn: string, address: { readonly id: string; readonly port: number }): string {
  return `${targetGroupArn}|${targetKey(address)}`;
}
