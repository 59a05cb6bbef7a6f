import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Name and password that the registry takes. */
export const registryLogin = { username: 'AWS', password: 'canary-password-7Qx2' };

// Of that password, as `htpasswd -B` writes it.
const htpasswd = 'AWS:$2y$05$0/miTVvuF3A175COa858z.g1Ky35/W6dnaniV48qx.jV5rCFaZyC.\n';

export interface PasswordRegistry {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  stop(): Promise<void>;
}

const program = 'docker-registry';

export const hasRegistry = spawnSync(program, ['--version']).status === 0;

/** Debian's docker-registry on a free port of the loopback address, which wants a password for everything. */
export async function startPasswordRegistry(): Promise<PasswordRegistry> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-test-registry-'));
  const passwords = path.join(folder, 'htpasswd');
  const configuration = path.join(folder, 'config.json');
  writeFileSync(passwords, htpasswd);
  // What is no text in YAML is JSON, too.
  writeFileSync(
    configuration,
    JSON.stringify({
      version: '0.1',
      storage: { filesystem: { rootdirectory: path.join(folder, 'data') } },
      http: { addr: '127.0.0.1:0' },
      auth: { htpasswd: { realm: 'test', path: passwords } },
    }),
  );
  const server = spawn(program, ['serve', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface(server.stderr)) {
    const host = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (host === undefined) continue;
    server.stderr.resume();
    return { host, stop };
  }
  await stop();
  throw new Error('docker-registry did not start');
}
