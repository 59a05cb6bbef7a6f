import { appendFileSync, statSync } from 'node:fs';

/**
 * Appends to a file of the step, with `gap` before it where the file has content: others write to it as well, and may have left their last
 * line open.
 */
export function appendApart(path: string, text: string, gap: string): void {
  appendFileSync(path, sizeOf(path) === 0 ? text : `${gap}${text}`);
}

/** In bytes; of a file that is not there, none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
