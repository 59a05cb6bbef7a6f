import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { harmless } from '../output/harmless.ts';

/**
 * Has a person choose one of several names by its number or by itself; asks again after anything else.
 * @returns undefined where the input ends without a choice
 */
export async function choose(
  question: string,
  names: readonly string[],
  { input, output }: { readonly input: Readable; readonly output: Writable },
): Promise<string | undefined> {
  const width = String(names.length).length;
  const list = names.map((name, index) => `  ${String(index + 1).padStart(width)}  ${harmless(name)}\n`);
  const lines = createInterface({ input, output, terminal: false });
  const ask = (): void => void output.write(`${question} [1-${names.length}] `);
  output.write(list.join(''));
  ask();
  return await new Promise<string | undefined>((resolve) => {
    let chosen: string | undefined;
    lines.on('line', (line) => {
      const typed = line.trim();
      chosen = names.includes(typed) ? typed : /^\d+$/.test(typed) ? names[Number(typed) - 1] : undefined;
      if (chosen === undefined) ask();
      else lines.close();
    });
    lines.once('close', () => {
      if (chosen === undefined) output.write('\n');
      resolve(chosen);
    });
  });
}
