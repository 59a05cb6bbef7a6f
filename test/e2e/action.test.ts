import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { actionStep } from './action-step.ts';
import { finish, SandboxWorld, type Finished } from './sandbox-world.ts';

jest.setTimeout(60_000);

const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-step-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

interface Step {
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: NodeJS.ProcessEnv;
  readonly action?: string;
}

async function start({ inputs, env = {}, action }: Step): Promise<ChildProcess> {
  const step = await actionStep(folder, { command: 'deploy', ...inputs }, action);
  const around = { PATH: process.env['PATH'], HOME: folder };
  return spawn(step.command, step.args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...around, ...step.env, ...env },
  });
}

async function run(step: Step): Promise<Finished> {
  return await finish(await start(step));
}

describe('the step of action.yml, against the sandbox', () => {
  let world: SandboxWorld;
  const demo = '--cluster demo --service web';

  beforeEach(async () => {
    world = await SandboxWorld.begin();
  });
  afterEach(async () => {
    await world.end();
  });

  it('releases', async () => {
    const inputs = { service: 'web', image: world.image(2), args: '--cluster demo\n--timeout "5m"\n' };
    const { code, stdout } = await run({ inputs, env: world.environment() });

    expect(code).toBe(0);
    expect(stdout).toContain('web:2');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is the process that %s reaches, says what goes on, and ends with %i', async (signal, exit) => {
    const child = await start({ inputs: { args: `${demo} --force` }, env: world.environment() });
    const program = () => readFile(`/proc/${child.pid}/cmdline`, 'utf8');
    let seen: Promise<string> | undefined;
    const { code, stdout } = await finish(child, (text) => {
      if (!text.includes('started') || seen !== undefined) return;
      seen = program().finally(() => child.kill(signal));
    });

    expect((await seen)?.split('\0').slice(0, 2)).toEqual(['node', path.join(root, 'bin', 'action.js')]);
    expect(code).toBe(exit);
    expect(stdout).toContain('goes on at AWS');
  });

  it('sees a release through also when nobody reads its log any more', async () => {
    const inputs = { service: 'web', image: world.image(2), args: '--cluster demo' };
    const child = await start({ inputs, env: world.environment() });
    child.stderr?.once('data', () => child.stderr?.destroy());
    const { code, stdout } = await finish(child);

    expect(code).toBe(0);
    expect(stdout).toContain('Released; web:2 serves.');
  });

  it('fails with the exit code of the program', async () => {
    const { code, stderr } = await run({
      inputs: { command: 'status', args: '--cluster demo --service wbe' },
      env: world.environment(),
    });

    expect(code).toBe(5);
    expect(stderr).toContain('Did you mean web?');
  });

  it('starts a sandbox that stays when the step is over', async () => {
    const port = ['--port', '0'];
    const started = await run({
      inputs: { command: 'sandbox start', args: ['--detach --json', ...port].join(' ') },
    });
    const { sandbox } = JSON.parse(started.stdout) as { readonly sandbox: { readonly port: number } };
    const stopped = await run({ inputs: { command: 'sandbox stop', args: `--port ${sandbox.port}` } });

    expect([started.code, stopped.code]).toEqual([0, 0]);
  });
});

describe('a step that cannot begin', () => {
  it('says so where there is no node', async () => {
    const { code, stdout, stderr } = await run({ inputs: {}, env: { PATH: folder } });

    expect({ code, stdout }).toEqual({ code: 127, stdout: '' });
    expect(stderr).toMatch(/^::error title=ecsdeploy::There is no node on the PATH .*setup-node.*\.\n$/);
  });

  it('says so where node is too old', async () => {
    const preload = path.join(folder, 'old.cjs');
    await writeFile(preload, "Object.defineProperty(process.versions, 'node', { value: '18.20.8' });");
    const { code, stderr } = await run({ inputs: {}, env: { NODE_OPTIONS: `--require=${preload}` } });

    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^::error title=ecsdeploy::ecsdeploy needs Node 20\.19 or later, .* 18\.20\.8\. .*\n$/,
    );
  });

  it('says so of a branch, which has no bundle', async () => {
    const action = path.join(folder, 'branch');
    await mkdir(action);
    for (const name of ['action.yml', 'package.json', 'bin'])
      await cp(path.join(root, name), path.join(action, name), { recursive: true });
    const { code, stderr } = await run({ inputs: {}, action });

    expect(code).toBe(2);
    expect(stderr).toMatch(/^::error title=ecsdeploy::This version .* Use a release: its tag, or v1\.\n$/);
  });

  it('fails like every other failure, and repeats nothing of args', async () => {
    const { code, stdout, stderr } = await run({ inputs: { args: '--build-arg TOKEN=hush "open' } });

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^Error: the input args has a double quote that is never closed \(line 1, column 24\)\n {2}Close it/,
    );
    expect(stderr).not.toMatch(/hush|\n\s+at /);
  });

  it.each(['', '--json'])('hands the runner nothing of a command that there is none of %s', async (form) => {
    const inputs = { command: "'##[add-mask]web'", args: form };
    const { code, stdout, stderr } = await run({ inputs, env: { GITHUB_ACTIONS: 'true' } });

    expect(code).toBe(2);
    const others = `${stdout}${stderr}`.split('\n').filter((line) => !line.startsWith('::error '));
    expect(others.join('\n')).toContain('add-mask');
    expect(others.join('\n')).not.toContain('##[');
  });

  it('is told who runs bin/action.js, where nobody did', async () => {
    const { code, stderr } = await run({ inputs: {}, env: { ECSDEPLOY_ACTION_INPUTS: '{"args":"hush' } });

    expect(code).toBe(2);
    expect(stderr).toMatch(/^Error: ECSDEPLOY_ACTION_INPUTS is no JSON object of texts: .*action\.yml.*\n/);
    expect(stderr).not.toMatch(/hush|\n\s+at /);
  });
});
