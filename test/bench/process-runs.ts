import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';

export interface ProcessRun {
  readonly milliseconds: number;
  readonly code: number;
}

/** One run of a whole process, its output read and thrown away. */
export async function runProcess(
  command: string,
  args: readonly string[],
  env = process.env,
  directory?: string,
): Promise<ProcessRun> {
  const started = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
    ...(directory === undefined ? {} : { cwd: directory }),
  });
  child.stdout.resume();
  child.stderr.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return { milliseconds: performance.now() - started, code: code ?? 1 };
}

export interface Comparison {
  readonly ratio: number;
  readonly milliseconds: number;
  readonly baselineMilliseconds: number;
}

/**
 * Two commands in turn, A B A B …: these machines are noisy, and only the ratio within one run can be trusted. Medians.
 */
export async function compareRuns(
  subject: () => Promise<ProcessRun>,
  baseline: () => Promise<ProcessRun>,
  rounds: number,
): Promise<Comparison> {
  const ratios: number[] = [];
  const times: number[] = [];
  const baselineTimes: number[] = [];
  // The first round warms the disk cache and does not count.
  for (let round = 0; round <= rounds; round++) {
    const ours = await subject();
    const theirs = await baseline();
    if (ours.code !== 0 || theirs.code !== 0)
      throw new Error(`a compared command ended with ${ours.code} / ${theirs.code}`);
    if (round === 0) continue;
    ratios.push(ours.milliseconds / theirs.milliseconds);
    times.push(ours.milliseconds);
    baselineTimes.push(theirs.milliseconds);
  }
  return { ratio: median(ratios), milliseconds: median(times), baselineMilliseconds: median(baselineTimes) };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
