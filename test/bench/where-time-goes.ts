import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Figure } from './figure.ts';
import { median, runProcess } from './process-runs.ts';

/** What report-start.cjs writes, all in milliseconds. */
interface StartReport {
  readonly begun: number;
  readonly main: Loaded;
  readonly command: Loaded;
  readonly firstClient: Loaded;
  readonly firstRequest: number;
  /** All clients together. */
  readonly clients: number;
  /** Nothing to do but to wait for an answer. */
  readonly idle: number;
  readonly ended: number;
}

interface Loaded {
  readonly from: number;
  readonly to: number;
}

const runs = 11;

/** The parts of one start of a command that asks AWS, in the order in which they come. They add up to the whole. */
const parts: readonly (readonly [name: string, of: (report: StartReport) => number])[] = [
  ['Node itself', ({ begun }) => begun],
  ['loading oclif', ({ begun, main }) => main.to - begun],
  ['oclif finds the command', ({ main, command }) => command.from - main.to],
  ['loading the code of the command', ({ command }) => command.to - command.from],
  ['reading the command line', ({ command, firstClient }) => firstClient.from - command.to],
  ['loading the AWS clients', ({ clients }) => clients],
  ['credentials, endpoint, signature', ({ firstClient, firstRequest }) => firstRequest - firstClient.to],
  ['waiting for AWS', ({ idle }) => idle],
  [
    'requests, answers, output',
    ({ firstClient, firstRequest, clients, idle, ended }) =>
      ended - firstRequest - idle - (clients - (firstClient.to - firstClient.from)),
  ],
];

/** Where the time of `status` goes, seen from inside the process: medians. */
export async function measureWhereTimeGoes(bin: string, env: NodeJS.ProcessEnv): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-bench-'));
  try {
    const reports: StartReport[] = [];
    // The first one warms the disk cache and does not count.
    for (let run = 0; run <= runs; run++) {
      const report = await reportedStart(bin, env, path.join(folder, 'start'));
      if (run > 0) reports.push(report);
    }
    const whole = median(reports.map(({ ended }) => ended));
    return parts.map(([name, of]) => {
      const value = median(reports.map(of));
      return { name: `status: ${name}`, value, unit: 'ms', note: `${Math.round((value / whole) * 100)} %` };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function reportedStart(bin: string, env: NodeJS.ProcessEnv, file: string): Promise<StartReport> {
  const preload = path.join(import.meta.dirname, 'report-start.cjs');
  const status = ['status', '--cluster', 'demo', '--service', 'web'];
  const { code } = await runProcess(process.execPath, ['--require', preload, bin, ...status], {
    ...env,
    BENCH_START_FILE: file,
  });
  if (code !== 0) throw new Error(`the measured status ended with ${code}`);
  return JSON.parse(await readFile(file, 'utf8')) as StartReport;
}
