import type { LogEvent } from './state.ts';

/** From `startTime` (included) to `endTime` (excluded), each where given. */
export function isWithin(
  event: LogEvent,
  window: { readonly startTime?: number | undefined; readonly endTime?: number | undefined },
): boolean {
  return event.timestamp >= (window.startTime ?? 0) && event.timestamp < (window.endTime ?? Infinity);
}
