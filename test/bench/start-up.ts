import type { Figure } from './figure.ts';
import { compareRuns, runProcess } from './process-runs.ts';

/** How long the command takes to say who it is, beside a Node that does nothing. */
export async function measureStartUp(bin: string): Promise<Figure[]> {
  const bare = () => runProcess(process.execPath, ['-e', '0']);
  const figures: Figure[] = [];
  for (const flag of ['--version', '--help']) {
    const { ratio, milliseconds, baselineMilliseconds } = await compareRuns(
      () => runProcess(process.execPath, [bin, flag]),
      bare,
      15,
    );
    figures.push({
      name: `start of ${flag}, against bare node -e 0`,
      value: ratio,
      unit: '×',
      aim: { at: 'most', value: 1.8 },
      note: `${Math.round(milliseconds)} ms against ${Math.round(baselineMilliseconds)} ms`,
    });
  }
  return figures;
}
