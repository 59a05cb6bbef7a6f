import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { WayBackQuestion } from '../output/way-back-question.ts';

export type WayBackAnswer =
  /** As it is planned. */
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  /** To this release, as `--to` takes it. */
  | { readonly kind: 'other'; readonly to: string };

/**
 * Asks a person where to go back to: an empty line is the target, a number another release, and the end of the input a no. Line by line and
 * without taking the terminal over, so that Ctrl-C ends the process as anywhere else.
 */
export async function askWayBack(
  { text, question, others }: WayBackQuestion,
  { input, output }: { readonly input: Readable; readonly output: Writable },
): Promise<WayBackAnswer> {
  const lines = createInterface({ input, output, terminal: false });
  const last = others.length + 1;
  const choices = last === 1 ? '' : `, or ${last === 2 ? '2' : `2-${last}`} for another`;
  const ask = (): void => void output.write(`${question} [Y/n${choices}] `);
  output.write(`${text}\n`);
  ask();
  return await new Promise<WayBackAnswer>((resolve) => {
    let answer: WayBackAnswer | undefined;
    lines.on('line', (line) => {
      // What was typed ahead is no answer to a question that is answered already.
      answer ??= read(line.trim(), others);
      if (answer === undefined) ask();
      else lines.close();
    });
    lines.once('close', () => {
      if (answer === undefined) output.write('\n');
      resolve(answer ?? { kind: 'no' });
    });
  });
}

/** Undefined for what is no answer. Pure. */
function read(typed: string, others: readonly string[]): WayBackAnswer | undefined {
  if (typed === '' || typed === '1' || /^y(?:es)?$/i.test(typed)) return { kind: 'yes' };
  if (/^no?$/i.test(typed)) return { kind: 'no' };
  const to = /^\d+$/.test(typed) ? others[Number(typed) - 2] : undefined;
  return to === undefined ? undefined : { kind: 'other', to };
}
