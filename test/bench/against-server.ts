import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import type { Figure } from './figure.ts';
import { compareRuns, runProcess } from './process-runs.ts';
import { measureWhereTimeGoes } from './where-time-goes.ts';

const web = ['--cluster', 'demo', '--service', 'web'];

/** Whole processes against the sandbox over HTTP: status beside the aws CLI, where its time goes, and how much memory they take. */
export async function measureAgainstServer(bin: string): Promise<Figure[]> {
  const sandbox = new Sandbox({ seed: 7 });
  seedDemo(sandbox);
  const server = await SandboxServer.start(sandbox, { port: 0, speed: 30 });
  const { url } = server;
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  try {
    return [
      ...(await measureStatus(bin, url, env)),
      ...(await measureWhereTimeGoes(bin, env)),
      await measureMemory(bin, env, { what: 'a status', command: ['status', ...web] }),
      await measureMemory(bin, env, { what: 'a release', command: ['deploy', ...web, '--force'], most: 120 }),
    ];
  } finally {
    await server.stop();
  }
}

async function measureStatus(bin: string, url: string, env: NodeJS.ProcessEnv): Promise<Figure[]> {
  const aws = ['--endpoint-url', url, 'ecs', 'describe-services', '--cluster', 'demo', '--services', 'web'];
  const hasAws = await runProcess('aws', ['--version'], env).catch(() => ({ code: 1 }));
  if (hasAws.code !== 0) return [];
  const { ratio, milliseconds, baselineMilliseconds } = await compareRuns(
    () => runProcess(process.execPath, [bin, 'status', ...web], env),
    () => runProcess('aws', aws, env),
    9,
  );
  return [
    {
      name: 'status, against aws ecs describe-services',
      value: ratio,
      unit: '×',
      aim: { at: 'most', value: 0.5 },
      note: `${Math.round(milliseconds)} ms against ${Math.round(baselineMilliseconds)} ms`,
    },
  ];
}

interface Measured {
  readonly what: string;
  readonly command: readonly string[];
  /** MiB */
  readonly most?: number;
}

async function measureMemory(
  bin: string,
  env: NodeJS.ProcessEnv,
  { what, command, most }: Measured,
): Promise<Figure> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-bench-'));
  const report = path.join(folder, 'memory');
  try {
    const preload = new URL('report-memory.js', import.meta.url).href;
    const { code } = await runProcess(process.execPath, ['--import', preload, bin, ...command, '--json'], {
      ...env,
      BENCH_MEMORY_FILE: report,
    });
    if (code !== 0) throw new Error(`the measured ${command.join(' ')} ended with ${code}`);
    const kibibytes = Number(await readFile(report, 'utf8'));
    return {
      name: `peak memory of ${what}`,
      value: kibibytes / 1024,
      unit: 'MiB',
      ...(most === undefined ? {} : { aim: { at: 'most', value: most } }),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
