import * as z from 'zod';
import { formatDuration, InvalidDuration, parseDuration, type Milliseconds } from '../model/duration.ts';

/** A duration with its unit, not shorter than the least that makes sense. */
export function durationFrom(least: Milliseconds): z.ZodString {
  const error = `must be a duration of ${formatDuration(least)} or more, such as 90s, 10m or 1h30m`;
  return z.string({ error }).refine((text) => millisecondsOf(text) >= least, { error });
}

function millisecondsOf(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof InvalidDuration) return Number.NEGATIVE_INFINITY;
    throw error;
  }
}
