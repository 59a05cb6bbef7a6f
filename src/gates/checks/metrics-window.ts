import type { MetricWindow } from '../../aws/metrics.ts';
import { minutes, type Milliseconds } from '../../model/duration.ts';
import type { GateSubject } from '../subject.ts';

type Moments = Pick<GateSubject, 'moment' | 'since' | 'releasedAt'>;

/**
 * The window to look at: back from now, in the whole minutes that CloudWatch counts in. It never reaches back before the moment began,
 * since numbers of the old revision say nothing about the new one; `before` there is no new one, and it does.
 * @returns undefined while no whole minute of the moment is over
 */
export function windowBackFrom(
  now: number,
  length: Milliseconds,
  { moment, since }: Moments,
): MetricWindow | undefined {
  const end = wholeMinuteUpTo(now);
  const wanted = end - Math.max(minutes(1), Math.ceil(length / minutes(1)) * minutes(1));
  const start = moment === 'before' ? wanted : Math.max(wanted, wholeMinuteFrom(since));
  return start < end ? { start, end } : undefined;
}

/** As long as another window, right before the release; `before` right before that window. */
export function windowBeforeRelease(window: MetricWindow, { releasedAt }: Moments): MetricWindow {
  const end = Math.min(window.start, wholeMinuteUpTo(releasedAt));
  return { start: end - (window.end - window.start), end };
}

function wholeMinuteUpTo(time: number): number {
  return Math.floor(time / minutes(1)) * minutes(1);
}

function wholeMinuteFrom(time: number): number {
  return Math.ceil(time / minutes(1)) * minutes(1);
}
