import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskSetRecord } from '../records/task-set.ts';
import { delays } from './delays.ts';

const kept = 100;

/** Writes an event of the service, as section 2.6 of the specification words it; `later` orders events of one moment. */
export function say(world: World, service: ServiceRecord, text: string, later = 0): void {
  write(world, service, `(service ${service.name}) ${text}`, later);
}

/** Writes an event about one task set of the service. */
export function sayOfTaskSet(
  world: World,
  service: ServiceRecord,
  { id }: TaskSetRecord,
  text: string,
): void {
  write(world, service, `(service ${service.name}, taskSet ${id}) ${text}`);
}

function write(world: World, service: ServiceRecord, message: string, later = 0): void {
  const at = world.timeline.now() + later;
  service.events = [
    { id: world.random.uuid(), createdAt: new Date(at), message },
    ...service.events.slice(0, kept - 1),
  ];
  service.scheduler.saidAt.set(message, at);
}

/** As `say`, but not a second time within six hours, or until the service changes. */
export function sayOnce(world: World, service: ServiceRecord, text: string): void {
  const message = `(service ${service.name}) ${text}`;
  const before = service.scheduler.saidAt.get(message);
  if (before !== undefined && world.timeline.now() - before < delays.repeatedEvent) return;
  write(world, service, message);
}

/** @param replaced how many of them take the place of unhealthy ones */
export function startedText(started: readonly { readonly id: string }[], replaced: number): string {
  const because = replaced === 0 ? '' : ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.`;
  return `has started ${started.length} tasks: ${listed(started)}.${because}`;
}

/** `(task a) (task b)`, as events list tasks. */
export function listed(tasks: readonly { readonly id: string }[]): string {
  return tasks.map((task) => `(task ${task.id})`).join(' ');
}
