import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { canary } from '../../e2e/canaries.ts';
import { holdersOf, leaks, ProcessWatch } from '../../e2e/process-watch.ts';

const secret = canary('secret');

// Only Linux tells what another process was started with, without a program that would have to be started for it.
const onLinux = process.platform === 'linux' ? describe : describe.skip;

async function runTo(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('/bin/sh', ['-c', 'sleep 1 # $0', ...args], { env, stdio: 'ignore' });
  await once(child, 'close');
}

onLinux('the watch over processes', () => {
  it('sees a secret in arguments, and one in an environment, of a process that lasts a second', async () => {
    const watch = new ProcessWatch([]);
    await runTo([secret.value], {});
    await runTo(['quiet'], { SECRET: secret.value });
    const { sightings, looks } = await watch.end();

    expect(looks).toBeGreaterThan(0);
    expect(leaks(sightings, [secret])).toEqual([
      expect.stringMatching(/^secret in the arguments of sh /),
      expect.stringMatching(/^secret in the environment of sh /),
      'secret in the environment of sleep 1',
    ]);
    expect(holdersOf(sightings, [secret])).toContain('secret in the environment of sleep 1');
  });

  it('lets those have it in their environment who may, and nobody in the arguments', async () => {
    const watch = new ProcessWatch([]);
    await runTo([secret.value], { SECRET: secret.value });
    const { sightings } = await watch.end();

    expect(leaks(sightings, [secret], ({ args }) => args[0] === '/bin/sh')).toEqual([
      expect.stringMatching(/^secret in the arguments of sh /),
      'secret in the environment of sleep 1',
    ]);
  });

  it('keeps what private files held, and who could read them', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-watch-'));
    const watch = new ProcessWatch([folder]);
    mkdirSync(path.join(folder, 'private'), { mode: 0o700 });
    writeFileSync(path.join(folder, 'private', 'config.json'), '{"auth": 1}', { mode: 0o600 });
    await wait(1000);
    rmSync(folder, { recursive: true });
    const { files } = await watch.end();

    const file = path.join(folder, 'private', 'config.json');
    expect(files).toEqual([{ file, content: '{"auth": 1}', modes: [0o700, 0o600] }]);
  });
});
