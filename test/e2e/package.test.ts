import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { finish, SandboxWorld, type Finished } from './sandbox-world.ts';

jest.setTimeout(60_000);

const run = promisify(execFile);
const demo = ['--cluster', 'demo', '--service', 'web'];
let world: SandboxWorld;
/** What `npm install` would make of the package, where no node_modules is near. */
let installed: string;

beforeAll(async () => {
  world = await SandboxWorld.begin();
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-package-'));
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: root });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', filename], { cwd: folder });
  installed = path.join(folder, 'package');
});
afterAll(async () => {
  await world.end();
  await rm(path.dirname(installed), { recursive: true });
});

interface Surroundings {
  /** Loaded before the program, to have something go wrong in it. */
  readonly before?: string;
  readonly env?: NodeJS.ProcessEnv;
}

async function ecsdeploy(args: readonly string[], { before, env }: Surroundings = {}): Promise<Finished> {
  const preload = path.join(world.folder, 'preload.cjs');
  if (before !== undefined) await writeFile(preload, before);
  const node = before === undefined ? [] : ['--require', preload];
  const child = spawn(process.execPath, [...node, path.join(installed, 'bin', 'run.js'), ...args], {
    cwd: world.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: world.folder,
      SHELL: '/bin/bash',
      AWS_ENDPOINT_URL: world.server.url,
      AWS_ACCESS_KEY_ID: 'sandbox',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-east-1',
      ...env,
    },
  });
  return await finish(child);
}

/** The sources of ours in the files that a run has loaded. */
async function sourcesLoadedBy(args: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(path.join(world.folder, 'coverage-'));
  expect(await ecsdeploy(args, { env: { NODE_V8_COVERAGE: folder } })).toMatchObject({ code: 0 });
  const [report = ''] = await readdir(folder);
  const { result } = JSON.parse(await readFile(path.join(folder, report), 'utf8')) as {
    readonly result: readonly { readonly url: string }[];
  };
  const maps = result
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => `${fileURLToPath(url)}.map`)
    .filter((map) => existsSync(map));
  const sources = await Promise.all(
    maps.map(async (map) => {
      const { sources } = JSON.parse(await readFile(map, 'utf8')) as { readonly sources: (string | null)[] };
      return sources.flatMap((source) => source?.replace(/^(\.\.\/)+/, '') ?? []);
    }),
  );
  return sources.flat();
}

describe('the package, installed', () => {
  it('asks AWS, with nothing else installed', async () => {
    const { code, stdout, stderr } = await ecsdeploy(['status', ...demo]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('2 of 2 tasks running on web:1.');
  });

  it('starts a sandbox, and ends it', async () => {
    const started = await ecsdeploy(['sandbox', 'start', '--demo', '--port', '0', '--detach', '--json']);
    const { sandbox } = JSON.parse(started.stdout) as { readonly sandbox: { url: string; port: number } };
    const port = ['--port', String(sandbox.port)];
    const status = await ecsdeploy(['status', ...demo], { env: { AWS_ENDPOINT_URL: sandbox.url } });
    const stopped = await ecsdeploy(['sandbox', 'stop', ...port]);

    expect([started.code, status.code, stopped.code]).toEqual([0, 0, 0]);
  });

  it('reads ecsdeploy.yml', async () => {
    await world.write('package.yml', 'version: 1\ncluster: demo\nservices: { web: {} }\n');

    expect(await ecsdeploy(['status', '--config', 'package.yml'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('has completions for a shell', async () => {
    const { code } = await ecsdeploy(['autocomplete', '--refresh-cache']);
    const functions = path.join(world.folder, '.cache', 'ecsdeploy', 'autocomplete', 'functions');
    const bash = await readFile(path.join(functions, 'bash', 'ecsdeploy.bash'), 'utf8');

    expect(code).toBe(0);
    expect(bash).toMatch(/^deploy .*--image/m);
    expect(bash).toMatch(/^sandbox:start .*--speed/m);
  });

  it('says whose code it contains', async () => {
    const notice = await readFile(path.join(installed, 'dist', 'THIRD-PARTY.txt'), 'utf8');

    for (const name of ['@aws-sdk/client-ecs', '@oclif/core', '@smithy/core', 'chalk', 'yaml', 'zod'])
      expect(notice).toMatch(new RegExp(`^${name} [\\d.]+ \\((MIT|ISC|Apache-2.0)\\)$`, 'm'));
  });

  it('leads the stack of a bug to our sources', async () => {
    const before = 'AbortController = class { constructor() { throw new TypeError("planted"); } };';
    const { code, stderr } = await ecsdeploy(['status', ...demo], { before });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: this is a bug in ecsdeploy: planted$/m);
    expect(stderr).toMatch(/^ +at withContexts \(src\/cli\/wire\.ts:\d+:\d+\)$/m);
    expect(stderr).toMatch(/^ +at async main \(src\/cli\/main\.ts:\d+:\d+\)$/m);
  });

  it('does not take it for a success when nothing goes on any more', async () => {
    const before = "require('node:fs').promises.readFile = () => new Promise(() => {});";

    expect(await ecsdeploy(['status', ...demo], { before })).toMatchObject({ code: 1, stdout: '' });
  });

  it('loads for a status what a status needs', async () => {
    const loaded = await sourcesLoadedBy(['status', ...demo]);

    expect(loaded).toEqual(expect.arrayContaining(['src/release/status.ts', 'src/aws/sdk/ecs.ts']));
    for (const other of [
      /^src\/(sandbox|images|controllers|diagnosis)\//,
      /^src\/config\/(load-config|schema)\.ts$/,
      /^src\/output\/(live|table)-view\.ts$/,
      /^src\/release\/(deploy|follow)\.ts$/,
      /^src\/commands\/(?!status)/,
    ])
      expect(loaded.filter((source) => other.test(source))).toEqual([]);
  });
});
