import type { Figure } from './figure.ts';
import { compareRuns, runProcess } from './process-runs.ts';

// The first two are answered before anything is loaded; the third stands for what loads oclif and a command.
const starts = [
  { argv: ['--version'], aim: { at: 'most', value: 1.8 } },
  { argv: ['--help'], aim: { at: 'most', value: 1.8 } },
  { argv: ['deploy', '--help'] },
] as const;

/** How long the command takes to say who it is and what it can, beside a Node that does nothing. */
export async function measureStartUp(bin: string): Promise<Figure[]> {
  const bare = () => runProcess(process.execPath, ['-e', '0']);
  const figures: Figure[] = [];
  for (const { argv, ...aim } of starts) {
    const { ratio, milliseconds, baselineMilliseconds } = await compareRuns(
      () => runProcess(process.execPath, [bin, ...argv]),
      bare,
      15,
    );
    figures.push({
      name: `start of ${argv.join(' ')}, against bare node -e 0`,
      value: ratio,
      unit: '×',
      ...aim,
      note: `${Math.round(milliseconds)} ms against ${Math.round(baselineMilliseconds)} ms`,
    });
  }
  return figures;
}
