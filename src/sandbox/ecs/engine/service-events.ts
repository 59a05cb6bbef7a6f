import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import { delays } from './delays.ts';

const kept = 100;

/** Writes an event of the service, as section 2.6 of the specification words it; `later` orders events of one moment. */
export function say(world: World, service: ServiceRecord, text: string, later = 0): void {
  const at = world.timeline.now() + later;
  const message = `(service ${service.name}) ${text}`;
  service.events = [
    { id: world.random.uuid(), createdAt: new Date(at), message },
    ...service.events.slice(0, kept - 1),
  ];
  service.scheduler.saidAt.set(message, at);
}

/** As `say`, but not a second time within six hours, or until the service changes. */
export function sayOnce(world: World, service: ServiceRecord, text: string, later = 0): void {
  const before = service.scheduler.saidAt.get(`(service ${service.name}) ${text}`);
  if (before !== undefined && world.timeline.now() - before < delays.repeatedEvent) return;
  say(world, service, text, later);
}

/** `(task a) (task b)`, as events list tasks. */
export function listed(tasks: readonly { readonly id: string }[]): string {
  return tasks.map((task) => `(task ${task.id})`).join(' ');
}
