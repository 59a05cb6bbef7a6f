import { parseArgs } from 'node:util';

/** What whoever starts the simulation wants. */
export type Wanted =
  | { readonly kind: 'help' }
  /** Wrong usage, in one sentence. */
  | { readonly kind: 'wrong'; readonly sentence: string }
  | { readonly kind: 'replay'; readonly history: string }
  | {
      readonly kind: 'draw';
      /** A fresh one without. */
      readonly seed?: number | undefined;
      readonly first: number;
      readonly last: number;
      /** Name of the only kind of history; every kind without. */
      readonly only?: string | undefined;
      readonly mostFindings: number;
      /** Only count what is drawn. */
      readonly census: boolean;
    };

export const usage = `Lets randomly drawn releases happen against the sandbox, and holds what was said against what was so.

Usage:
  npm run simulate -- [--releases N] [--seed N]     draw and try N histories (500), from a fresh seed or this one
  npm run simulate -- --seed N --only K             one of them again, told from its beginning to its end
  npm run simulate -- --history JSON|FILE           a history as a failure prints it
  npm run simulate -- --census [--releases N]       what is drawn how often, without trying it

Options:
  --releases N        how many histories (500)
  --seed N            whole number; the same seed draws the same histories
  --only K            the number of one history
  --kind NAME         only histories of this kind
  --history JSON      a history, or the name of a file that holds one
  --most-findings N   end after so many failures (1)
  --census            count what is drawn
  --help              this text

Exit: 0 every invariant held, 1 one was broken, 2 wrong usage.
`;

/** @param kinds names of the kinds of history that there are */
export function readOptions(args: readonly string[], kinds: readonly string[]): Wanted {
  const read = parse(args);
  if (typeof read === 'string') return { kind: 'wrong', sentence: read };
  const { help, history, kind } = read;
  if (help === true) return { kind: 'help' };
  if (history !== undefined) return { kind: 'replay', history };
  if (kind !== undefined && !kinds.includes(kind)) {
    return { kind: 'wrong', sentence: `There is no kind "${kind}"; there are: ${kinds.join(', ')}.` };
  }
  const numbers = new Map<string, number>();
  for (const name of ['releases', 'seed', 'only', 'most-findings'] as const) {
    const text = read[name];
    if (text === undefined) continue;
    const least = name === 'releases' || name === 'most-findings' ? 1 : 0;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least) {
      return { kind: 'wrong', sentence: `--${name} takes a whole number from ${least} on, not "${text}".` };
    }
    numbers.set(name, value);
  }
  const only = numbers.get('only');
  if (only !== undefined && !numbers.has('seed')) {
    return { kind: 'wrong', sentence: '--only needs the --seed whose history it is.' };
  }
  return {
    kind: 'draw',
    seed: numbers.get('seed'),
    first: only ?? 0,
    last: only ?? (numbers.get('releases') ?? 500) - 1,
    only: kind,
    mostFindings: numbers.get('most-findings') ?? 1,
    census: read.census === true,
  };
}

/** The options, or what is wrong with them. */
function parse(args: readonly string[]): ReturnType<typeof parseStrictly> | string {
  try {
    return parseStrictly(args);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    // Node goes on with advice about options that begin with a dash.
    const [sentence = ''] = message.split(/\. |\n/);
    return `${sentence.replace(/\.$/, '')}.`;
  }
}

function parseStrictly(args: readonly string[]): {
  releases?: string;
  seed?: string;
  only?: string;
  kind?: string;
  history?: string;
  'most-findings'?: string;
  census?: boolean;
  help?: boolean;
} {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    releases: text,
    seed: text,
    only: text,
    kind: text,
    history: text,
    'most-findings': text,
    census: flag,
    help: { ...flag, short: 'h' },
  } as const;
  return parseArgs({ args: [...args], options }).values;
}
