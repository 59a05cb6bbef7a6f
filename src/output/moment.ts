import { formatDuration } from '../model/duration.ts';
import { clockTime } from './clock-time.ts';

/**
 * A time that is to come, as a clock shows it and as what is left until then: `09:10:00Z (in 10 m)`. With its date where that is
 * not the day of `now`, or `now` is not known: `2026-01-16 09:10:00Z (in 23 h 59 m)`.
 *
 * @param at milliseconds since the epoch
 * @param now the same, by the same clock
 */
export function describeMoment(at: number, now?: number): string {
  const time =
    now !== undefined && dayOf(at) === dayOf(now) ? clockTime(at) : `${dayOf(at)} ${clockTime(at)}`;
  if (now === undefined) return time;
  return at > now ? `${time} (in ${formatDuration(at - now)})` : `${time} (now)`;
}

// A clock can be read beside others only if all of them are of one zone: UTC, as everywhere here.
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
