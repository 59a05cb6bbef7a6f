import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** What a command failed with, before anything was started or found out. */
export interface Failure {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  readonly suggestions: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
  /** Only for bugs. */
  readonly stack?: string | undefined;
  /** What a program printed that failed, the decisive lines last. */
  readonly log?: readonly string[] | undefined;
  /** The errors beneath, the nearest first; shown with `--verbose`. */
  readonly causes: readonly string[];
}

/** The failure for a person: what happened, beneath it what lies under, and what to do next as the last lines. */
export function failureText(failure: Failure, palette: Palette, { verbose = false } = {}): string {
  const [first = '', ...rest] = failure.message.split('\n').map(harmless);
  const lines = (failure.log ?? []).map((line) => palette.faint(`  ${harmless(line)}`));
  lines.push(`${palette.bad('Error:')} ${first}`, ...rest.map((line) => `  ${line}`));
  if (failure.stack !== undefined) lines.push(...stackLines(failure.stack).map(palette.faint));
  if (verbose) lines.push(...failure.causes.map((cause) => palette.faint(`  caused by: ${harmless(cause)}`)));
  lines.push(...failure.suggestions.map((suggestion) => `  ${harmless(suggestion)}`));
  return `${lines.join('\n')}\n`;
}

// The first line of a stack repeats the message.
function stackLines(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => `  ${harmless(line)}`);
}
