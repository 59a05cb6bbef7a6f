import type { Clock } from '../model/clock.ts';
import { lineView } from './line-view.ts';
import { paletteFor } from './palette.ts';
import { quietView } from './quiet-view.ts';
import type { Terminal } from './terminal.ts';
import type { View } from './view.ts';

export interface ViewChoice {
  readonly terminal: Terminal;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  /** Each `cluster/service`, in the order of the run, where it has more than one. */
  readonly services?: readonly string[] | undefined;
  /** A log of GitHub Actions, whose lines can be folded. */
  readonly github?: boolean | undefined;
  /** What moves by itself moves on this clock. */
  readonly clock: Clock;
  /** Where it is shown; the process's stderr without it. */
  readonly stderr?: NodeJS.WriteStream | undefined;
}

/**
 * Decides once how a run is shown: moving on a terminal (one release by its phases, several by a row each), in lines elsewhere and
 * with `--verbose`, next to nothing with `--quiet`.
 * Under `--json` progress stays on stderr, in lines: standard output belongs to the document.
 * What moves is loaded where it is shown.
 */
export async function chooseView(choice: ViewChoice): Promise<View> {
  const { terminal, json, quiet, verbose, services = [], github, clock, stderr = process.stderr } = choice;
  const palette = paletteFor(terminal.stderr);
  const write = (text: string): void => {
    stderr.write(text);
  };
  if (github === true) {
    const { githubView } = await import('./github/github-view.ts');
    return githubView(write, palette, { quiet: quiet === true, verbose: verbose === true, services });
  }
  if (quiet === true) return quietView(write, palette);
  if (terminal.animate && json !== true && verbose !== true) {
    if (services.length > 1) {
      const { TableView } = await import('./table-view.ts');
      return new TableView(stderr, palette, { services, clock });
    }
    const { LiveView } = await import('./live-view.ts');
    return new LiveView(stderr, palette);
  }
  return lineView(write, palette, { verbose: verbose === true, services });
}
