import { lineView } from './line-view.ts';
import { LiveView } from './live-view.ts';
import { paletteFor } from './palette.ts';
import { quietView } from './quiet-view.ts';
import type { Terminal } from './terminal.ts';
import type { View } from './view.ts';

export interface ViewChoice {
  readonly terminal: Terminal;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  /** Where it is shown; the process's stderr without it. */
  readonly stderr?: NodeJS.WriteStream | undefined;
}

/**
 * Decides once how a release is shown: moving on a terminal, in lines elsewhere and with `--verbose`, next to nothing with `--quiet`.
 * Under `--json` progress stays on stderr, in lines: standard output belongs to the document.
 */
export function chooseView({ terminal, json, quiet, verbose, stderr = process.stderr }: ViewChoice): View {
  const palette = paletteFor(terminal.stderr);
  const write = (text: string): void => {
    stderr.write(text);
  };
  if (quiet === true) return quietView(write, palette);
  if (terminal.animate && json !== true && verbose !== true) return new LiveView(stderr, palette);
  return lineView(write, palette, { verbose: verbose === true });
}
