import * as z from 'zod';
import { InvalidDuration, parseDuration } from '../model/duration.ts';

/** A duration of whole minutes, as AWS counts them; in the file with its unit, like all durations. */
export function wholeMinutes(least: number, most: number): z.ZodString {
  const limits = `must be a duration of whole minutes from ${least}m to ${most}m, such as 10m`;
  return z.string({ error: limits }).refine((text) => isWholeMinutes(text, least, most), { error: limits });
}

function isWholeMinutes(text: string, least: number, most: number): boolean {
  try {
    const minutes = parseDuration(text) / 60_000;
    return Number.isInteger(minutes) && minutes >= least && minutes <= most;
  } catch (error) {
    if (error instanceof InvalidDuration) return false;
    throw error;
  }
}
