import type { LifecycleEventName, LifecycleEventRecord } from '../records/lifecycle-event.ts';
import { delays } from './delays.ts';
import { later, touch, type Going } from './going.ts';

/** What happens in an event. It calls `done` once, then or later, or ends the deployment. */
export type Act = (done: () => void) => void;

/** Takes the deployment through some of its events, one after the other; each takes a moment beside what happens in it. */
export function walkEvents(
  going: Going,
  events: readonly LifecycleEventRecord[],
  actOf: (name: LifecycleEventName) => Act,
  whenOver: () => void,
): void {
  const [event, ...rest] = events;
  if (event === undefined) {
    whenOver();
    return;
  }
  const { world } = going;
  event.status = 'InProgress';
  event.startedAt = world.timeline.now();
  touch(going);
  actOf(event.name)(() => {
    later(going, delays.event, event.name, () => {
      event.status = 'Succeeded';
      event.endedAt = world.timeline.now();
      touch(going);
      walkEvents(going, rest, actOf, whenOver);
    });
  });
}
