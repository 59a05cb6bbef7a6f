import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { mustRun } from './run-program.ts';

/** Debian's docker-registry with one user, on a port of this machine: what the sandbox's registry is compared with. */
export class DebianRegistry {
  readonly host: string;
  readonly password: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(host: string, password: string, child: ChildProcess, folder: string) {
    this.host = host;
    this.password = password;
    this.#process = child;
    this.#folder = folder;
  }

  static async start(): Promise<DebianRegistry> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-debian-registry-'));
    const password = 'a password';
    const users = path.join(folder, 'htpasswd');
    await writeFile(users, await mustRun('htpasswd', ['-Bin', 'AWS'], { input: password }));
    const host = `127.0.0.1:${await freePort()}`;
    const config = path.join(folder, 'config.yml');
    await writeFile(
      config,
      JSON.stringify({
        version: 0.1,
        log: { level: 'error' },
        storage: { filesystem: { rootdirectory: path.join(folder, 'data') } },
        http: { addr: host },
        auth: { htpasswd: { realm: 'test', path: users } },
      }),
    );
    const child = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
    const registry = new DebianRegistry(host, password, child, folder);
    await registry.#answers();
    return registry;
  }

  async stop(): Promise<void> {
    const isOver = this.#process.exitCode !== null;
    const over = isOver ? Promise.resolve() : once(this.#process, 'close');
    this.#process.kill('SIGKILL');
    await over;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    for (let look = 0; look < 100; look++) {
      const response = await fetch(`http://${this.host}/v2/`).catch(() => undefined);
      if (response?.status === 401) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error('docker-registry did not answer within 10 s');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
