import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { AskPerson } from '../release/release-context.ts';

/**
 * Has the view ask, and reads the answer: one line, of which only a typed yes counts. Nothing is written here, since the view may be
 * drawing.
 */
export function askPerson(input: Readable): AskPerson {
  return (signal, show) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve(false);
        return;
      }
      show();
      const lines = createInterface({ input, terminal: false });
      const end = (isYes: boolean): void => {
        resolve(isYes);
        lines.close();
      };
      lines.once('line', (line) => end(/^\s*y(es)?\s*$/i.test(line)));
      lines.once('close', () => end(false));
      signal.addEventListener('abort', () => end(false), { once: true });
    });
}
