import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../../src/cli/system-clock.ts';
import { ProgramNotStarted } from '../../../../src/images/program/program-not-started.ts';
import { run, type RunOptions } from '../../../../src/images/program/run.ts';
import type { Clock } from '../../../../src/model/clock.ts';

const node = process.execPath;

function runNode(script: string, options: Partial<RunOptions> = {}) {
  return run(node, ['-e', script], { clock: systemClock, ...options });
}

function shell(script: string, options: Partial<RunOptions> = {}) {
  return run('/bin/sh', ['-c', script], { clock: systemClock, ...options });
}

/** Every wait is over at once, and is remembered. */
function hastyClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => 0,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  };
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(processId: number): Promise<void> {
  for (let look = 0; isAlive(processId); look++) {
    if (look > 100) throw new Error(`${processId} is still there`);
    await wait(20);
  }
}

describe('run', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-test-run-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives the exit code and both outputs, and every line with its stream', async () => {
    const lines: string[] = [];

    const result = await shell('echo one; echo two >&2; exit 7', {
      onLine: (line, stream) => lines.push(`${stream}: ${line}`),
    });

    expect(result).toEqual({ exitCode: 7, signal: undefined, stdout: 'one\n', stderr: 'two\n' });
    expect(lines.sort()).toEqual(['stderr: two', 'stdout: one']);
  });

  it('tells of a child that a signal ended', async () => {
    expect(await shell('kill -9 $$')).toMatchObject({ exitCode: undefined, signal: 'SIGKILL' });
  });

  it('writes the input and closes it', async () => {
    expect((await shell('cat', { input: 'secret\nwords' })).stdout).toBe('secret\nwords');
  });

  it('does not mind a child that ends before it has read its input', async () => {
    expect((await shell('exit 3', { input: 'x'.repeat(1_000_000) })).exitCode).toBe(3);
  });

  it('gives no input if there is none', async () => {
    expect((await shell('cat; echo end')).stdout).toBe('end\n');
  });

  it('hands over the given environment and nothing else, and works in the given folder', async () => {
    const { stdout } = await shell('echo "[$COLOUR] [$HOME] $PWD"', {
      environment: { COLOUR: 'blue', UNSET: undefined },
      directory: '/',
    });

    expect(stdout).toBe('[blue] [] /\n');
  });

  it('takes arguments as they are, without a shell', async () => {
    const { stdout } = await run('/bin/echo', ['$HOME;', 'a b', '*'], { clock: systemClock });

    expect(stdout).toBe('$HOME; a b *\n');
  });

  it('puts characters together that arrive in pieces', async () => {
    const script =
      'process.stdout.write(Buffer.from([0xe2])); setTimeout(() => process.stdout.write(Buffer.from([0x82, 0xac, 0x0a])), 50)';
    const lines: string[] = [];

    await runNode(script, { onLine: (line) => lines.push(line) });

    expect(lines).toEqual(['€']);
  });

  it('keeps the end of what is written without end', async () => {
    const { stdout } = await runNode(
      "for (let i = 0; i < 40; i++) process.stdout.write('x'.repeat(100_000)); console.log('the end')",
    );

    expect(stdout).toHaveLength(1_000_000);
    expect(stdout.endsWith('the end\n')).toBe(true);
  });

  it('says that a program is not there', async () => {
    const running = run('/no/such/program', [], { clock: systemClock });

    await expect(running).rejects.toThrow(ProgramNotStarted);
    await expect(running).rejects.toMatchObject({ reason: 'ENOENT' });
  });

  it('says that it is the folder that is not there', async () => {
    await expect(shell('true', { directory: '/no/such/folder' })).rejects.toThrow(
      '/bin/sh could not be started: there is no folder /no/such/folder',
    );
  });

  it('says that a program may not be executed', async () => {
    const file = path.join(folder, 'plain');
    writeFileSync(file, 'text');
    chmodSync(file, 0o644);

    await expect(run(file, [], { clock: systemClock })).rejects.toMatchObject({ reason: 'EACCES' });
  });

  it('says that the environment is too long for the system', async () => {
    const environment = { LONG: 'x'.repeat(8_000_000) };

    await expect(shell('true', { environment })).rejects.toMatchObject({ reason: 'E2BIG' });
  });

  it('does not start anything once it was aborted', async () => {
    const reason = new Error('interrupted');
    const file = path.join(folder, 'started');

    await expect(shell(`touch ${file}`, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect((await shell(`ls ${file}`)).exitCode).not.toBe(0);
  });

  it('ends the child when it is aborted, and only then throws the reason', async () => {
    const interrupt = new AbortController();
    const reason = new Error('interrupted');
    let processId = 0;

    const running = shell('trap "echo bye; exit 0" TERM; echo $$; while :; do sleep 0.02; done', {
      signal: interrupt.signal,
      onLine: (line) => {
        processId ||= Number(line);
        interrupt.abort(reason);
      },
    });

    await expect(running).rejects.toBe(reason);
    expect(processId).toBeGreaterThan(0);
    expect(isAlive(processId)).toBe(false);
  });

  it('kills a child that does not listen after five seconds', async () => {
    const interrupt = new AbortController();
    const clock = hastyClock();
    let processId = 0;

    const running = runNode(
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(process.pid)",
      {
        clock,
        signal: interrupt.signal,
        onLine: (line) => {
          processId = Number(line);
          interrupt.abort(new Error('interrupted'));
        },
      },
    );

    await expect(running).rejects.toThrow('interrupted');
    expect(clock.waits[0]).toBe(5000);
    expect(isAlive(processId)).toBe(false);
  });

  it('ends what the child has started, too', async () => {
    const interrupt = new AbortController();
    let grandchild = 0;

    // As docker does with its plugins: the signal goes to the child alone, and the child waits.
    const running = shell('trap "" TERM; (trap - TERM; exec sleep 60) & echo $!; wait', {
      signal: interrupt.signal,
      onLine: (line) => {
        grandchild = Number(line);
        // A moment for the grandchild to become what it will be.
        void wait(100).then(() => interrupt.abort(new Error('interrupted')));
      },
    });

    await expect(running).rejects.toThrow('interrupted');
    await untilGone(grandchild);
  });

  it('ends the child when the process leaves at once', async () => {
    const url = (file: string): string =>
      JSON.stringify(new URL(`../../../../src/${file}`, import.meta.url).href);
    const script = `
      const { run } = await import(${url('images/program/run.ts')});
      const { systemClock } = await import(${url('cli/system-clock.ts')});
      const onLine = (line) => { console.log(line); process.exit(0); };
      await run('/bin/sh', ['-c', 'echo $$; exec sleep 60'], { clock: systemClock, onLine });`;

    const { stdout } = await run(node, ['--import', 'tsx', '--input-type=module', '-e', script], {
      clock: systemClock,
    });

    expect(Number(stdout)).toBeGreaterThan(0);
    await untilGone(Number(stdout));
  });

  it('does not wait for what the child leaves in the background', async () => {
    const result = await shell('sleep 60 & echo $!', { clock: hastyClock() });
    const background = Number(result.stdout);

    expect(result.exitCode).toBe(0);
    expect(isAlive(background)).toBe(true);
    process.kill(background);
  });

  it('ends the child and throws when a listener throws', async () => {
    let processId = 0;

    const running = shell('echo $$; exec sleep 60', {
      onLine: (line) => {
        processId = Number(line);
        throw new Error('the view is broken');
      },
    });

    await expect(running).rejects.toThrow('the view is broken');
    expect(isAlive(processId)).toBe(false);
  });
});
