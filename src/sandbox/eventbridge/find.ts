import type { World } from '../world.ts';
import { busNotFound, ruleNotFound } from './refusals.ts';
import type { BusRecord, RuleRecord } from './state.ts';

/** "If you omit this, the default event bus is used": a bus by name or ARN. Throws `ResourceNotFoundException`. */
export function findBus(world: World, nameOrArn = 'default'): BusRecord {
  const name = nameOrArn.replace(/^arn:[\w-]+:events:[\w-]*:\d*:event-bus\//, '');
  const bus = world.eventBridge.buses.get(name);
  if (bus === undefined) throw busNotFound(name);
  return bus;
}

/** Throws `ResourceNotFoundException`. */
export function findRule(world: World, name = '', busName?: string): RuleRecord {
  const bus = findBus(world, busName);
  const rule = bus.rules.get(name);
  if (rule === undefined) throw ruleNotFound(name, bus.name);
  return rule;
}

export function busArn({ region, account }: World, name: string): string {
  return `arn:aws:events:${region}:${account}:event-bus/${name}`;
}

/** A rule of the default bus has no bus in its ARN. */
export function ruleArn({ region, account }: World, bus: string, name: string): string {
  return `arn:aws:events:${region}:${account}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;
}
