import { Flags } from '@oclif/core';
import type { HistoryDrawing } from '../output/history-table.ts';
import { paletteFor } from '../output/palette.ts';
import type { Terminal } from '../output/terminal.ts';

/** Whoever reads what stands on a terminal with a program, or aloud, wants words alone. */
export const plainFlag = {
  plain: Flags.boolean({
    helpGroup: 'HISTORY',
    env: 'ECSDEPLOY_PLAIN',
    description: 'Print on a terminal as into a pipe: no marks, bars and colours, and nothing cut.',
  }),
};

/** How a history is drawn: on a terminal with marks and bars, as wide as that is. */
export function drawingOf({ stdout }: Pick<Terminal, 'stdout'>, isPlain: boolean): HistoryDrawing {
  if (isPlain) return { palette: paletteFor({ color: false }) };
  return { palette: paletteFor(stdout), columns: stdout.isTTY ? stdout.columns : undefined };
}
