import { Chalk } from 'chalk';
import type { TerminalStream } from './terminal.ts';

/** The few colours there are, by what they mean. */
export interface Palette {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** The colours of one stream. chalk would look at the process again; the level is ours. */
export function paletteFor({ color }: Pick<TerminalStream, 'color'>): Palette {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
  };
}
