import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/**
 * Asks a person a question that only a typed yes answers; anything else, and the end of the input, is a no. Line by line and
 * without taking the terminal over, so that Ctrl-C ends the process as anywhere else.
 */
export async function confirm(
  question: string,
  { input, output }: { readonly input: Readable; readonly output: Writable },
): Promise<boolean> {
  const lines = createInterface({ input, output, terminal: false });
  output.write(`${question} [y/N] `);
  let isAnswered = false;
  return await new Promise<boolean>((resolve) => {
    lines.once('line', (line) => {
      isAnswered = true;
      resolve(/^\s*y(es)?\s*$/i.test(line));
      lines.close();
    });
    lines.once('close', () => {
      // Without an answer the line is still open; after one this comes too late to count.
      if (!isAnswered) output.write('\n');
      resolve(false);
    });
  });
}
