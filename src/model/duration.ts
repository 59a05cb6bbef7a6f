import { EcsdeployError } from './error.ts';

/** A length of time in milliseconds. */
export type Milliseconds = number;

export const seconds = (count: number): Milliseconds => count * 1_000;
export const minutes = (count: number): Milliseconds => count * 60_000;

const units: Record<string, Milliseconds> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const pattern = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d)\s*)+$/;

/** A text that is no duration, such as `10 minutos`. */
export class InvalidDuration extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_duration',
      message: `"${text}" is not a duration`,
      suggestions: ['Write a number and a unit, such as 90s, 10m, 1h30m.'],
    });
  }
}

/**
 * `10m`, `1h30m`, `90s`, `500ms`, `2d` in milliseconds.
 * @throws InvalidDuration when the text has no unit, an unknown one, or is no number.
 */
export function parseDuration(text: string): Milliseconds {
  const trimmed = text.trim();
  if (!pattern.test(trimmed)) throw new InvalidDuration(text);
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (units[unit ?? ''] ?? Number.NaN);
  }
  if (!Number.isFinite(total)) throw new InvalidDuration(text);
  return Math.round(total);
}

/** `6 m 40 s`, `42 s`, `0.8 s`, `2 h 5 m`: two units at most, which is what a person compares. */
export function formatDuration(duration: Milliseconds): string {
  if (duration < 1_000) return `${Math.max(0, Math.round(duration / 100) / 10)} s`;
  const total = Math.round(duration / 1_000);
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3_600);
  const mins = Math.floor((total % 3_600) / 60);
  const secs = total % 60;
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return mins > 0 ? `${hours} h ${mins} m` : `${hours} h`;
  if (mins > 0) return secs > 0 ? `${mins} m ${secs} s` : `${mins} m`;
  return `${secs} s`;
}
