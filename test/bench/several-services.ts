import { spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { publishedQuotas } from '../../src/aws/quotas.ts';
import { RehearsedRun } from '../scenarios/rehearsed-run.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import type { Figure } from './figure.ts';

const sizes = [1, 20, 200];

/** Runs of 1, 20 and 200 services under AWS's rate quotas, in virtual time; and the memory of a real one over HTTP. */
export async function measureSeveralServices(bin: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizes) {
    for (const what of ['restart', 'new revision'] as const) {
      // The slowest release of a service alone is what a run is held against.
      const { calls, throttles, wall, slowest } = await measure(size, what);
      const name = `${size} service${size === 1 ? '' : 's'}, ${what}`;
      figures.push(
        { name: `${name}: API calls for each`, value: calls / size, unit: 'calls' },
        { name: `${name}: throttled calls`, value: throttles, unit: 'calls', aim: { at: 'most', value: 0 } },
        {
          name: `${name}: time, against the slowest service alone`,
          value: wall / slowest,
          unit: '×',
          aim: { at: 'most', value: 1.1 },
          note: `${Math.round(wall / 1_000)} s against ${Math.round(slowest / 1_000)} s of AWS's time`,
        },
        {
          name: `${name}: time, against the slowest alone and AWS's quotas`,
          value: wall / (slowest + quotaTime(size, what)),
          unit: '×',
          note: `AWS lets ${size} of them begin in ${Math.round(quotaTime(size, what) / 1_000)} s at best`,
        },
      );
    }
  }
  return [...figures, await memoryOf(bin, sizes.at(-1) ?? 0)];
}

/** How long AWS makes the last of so many wait for its start, in milliseconds: by its quotas, whole and for nobody else. */
function quotaTime(size: number, what: What): number {
  const { burst, perSecond } =
    publishedQuotas[what === 'restart' ? 'cluster service modify' : 'task definition modify'];
  return (Math.max(0, size - burst) / perSecond) * 1_000;
}

type What = 'restart' | 'new revision';

async function measure(size: number, what: What) {
  const names = Array.from({ length: size }, (_, index) => `s${index}`);
  const run = await RehearsedRun.begin(names, { seed: 7, quotas: 'aws' });
  const order = Object.fromEntries(names.map((name) => [name, []]));
  const requests = what === 'new revision' ? {} : restarts(names);
  const { clock } = run.rehearsal.sandbox;
  const startedAt = clock.now();
  const { outcomes } = await run.deploy({ order, parallel: size, requests, interrupt: patient() });
  const bad = Object.entries(outcomes).find(([, outcome]) => outcome !== 'succeeded');
  if (bad !== undefined) throw new Error(`${bad.join(': ')}, not succeeded`);
  const { calls } = run.rehearsal;
  return {
    calls: calls.length,
    throttles: calls.filter(({ failure }) => failure === 'throttled').length,
    wall: clock.now() - startedAt,
    slowest: await slowestAlone(names, what),
  };
}

/** How long the slowest of them takes when nothing else goes on: from the first deployment's start, since a run has its waits before. */
async function slowestAlone(names: readonly string[], what: What): Promise<number> {
  const run = await RehearsedRun.begin(names, { seed: 7, quotas: 'aws' });
  const { clock } = run.rehearsal.sandbox;
  let slowest = 0;
  // Of two hundred, every tenth: they are alike, but for the delays that the sandbox draws.
  for (const name of names.filter((_, index) => index % Math.ceil(names.length / 20) === 0)) {
    const startedAt = clock.now();
    const requests = what === 'new revision' ? {} : restarts([name]);
    await run.deploy({ order: { [name]: [] }, requests });
    slowest = Math.max(slowest, clock.now() - startedAt);
    await clock.sleep(60_000);
  }
  return slowest;
}

/** As `cli/wire.ts` makes it. */
function patient(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

function restarts(names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, { images: [], force: true }]));
}

/** Peak resident memory of the built command while it restarts all services at once. */
async function memoryOf(bin: string, size: number): Promise<Figure> {
  const names = Array.from({ length: size }, (_, index) => `s${index}`);
  const { rehearsal } = await RehearsedRun.begin(names, { seed: 7 });
  const server = await SandboxServer.start(rehearsal.sandbox, { port: 0, speed: 10 });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-bench-'));
  try {
    const file = path.join(folder, 'memory');
    const services = names.map((name) => `  ${name}:`).join('\n');
    writeFileSync(path.join(folder, 'ecsdeploy.yml'), `version: 1\ncluster: prod\nservices:\n${services}\n`);
    const report = path.join(process.cwd(), 'test', 'bench', 'report-memory.js');
    const child = spawn(
      process.execPath,
      ['--import', report, bin, 'deploy', '--all', '--force', '--parallel', String(size), '--json'],
      {
        cwd: folder,
        stdio: 'ignore',
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          BENCH_MEMORY_FILE: file,
          AWS_ENDPOINT_URL: server.url,
          AWS_ACCESS_KEY_ID: 'sandbox',
          AWS_SECRET_ACCESS_KEY: 'sandbox',
          AWS_REGION: 'us-east-1',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      },
    );
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`a run of ${size} services ended with ${code}`);
    return {
      name: `${size} services, restart: peak memory`,
      value: Number(readFileSync(file, 'utf8')) / 1_024,
      unit: 'MiB',
      aim: { at: 'most', value: 250 },
      note: 'the built command over HTTP, all of them under way at once',
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
