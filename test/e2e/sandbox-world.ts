import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';

const bin = path.join(fileURLToPath(new URL('../..', import.meta.url)), 'bin', 'run.js');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command as a process of its own, over HTTP against the demo world of a sandbox. */
export class SandboxWorld {
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  readonly folder: string;

  private constructor(sandbox: Sandbox, server: SandboxServer, folder: string) {
    this.sandbox = sandbox;
    this.server = server;
    this.folder = folder;
  }

  static async begin(speed = 40): Promise<SandboxWorld> {
    const sandbox = new Sandbox({ seed: 3, startAt: Date.now() });
    seedDemo(sandbox);
    return await SandboxWorld.around(sandbox, speed);
  }

  /** The same around a world that is there already. */
  static async around(sandbox: Sandbox, speed = 40): Promise<SandboxWorld> {
    const server = await SandboxServer.start(sandbox, { port: 0, speed });
    return new SandboxWorld(sandbox, server, await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-e2e-')));
  }

  async end(): Promise<void> {
    await this.server.stop();
    await rm(this.folder, { recursive: true });
  }

  image(version: number): string {
    return `127.0.0.1:${this.server.port}/demo/web:${version}`;
  }

  async write(name: string, content: string): Promise<void> {
    await writeFile(path.join(this.folder, name), content);
  }

  /** All that a process needs to find the sandbox. */
  environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: this.folder,
      AWS_ENDPOINT_URL: this.server.url,
      AWS_ACCESS_KEY_ID: 'sandbox',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [bin, ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...this.environment(), ...env },
    });
  }

  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
    return await finish(this.start(args, env));
  }
}

/** Waits for a process; `onStderr` may act on what it has said so far. */
export async function finish(child: ChildProcess, onStderr?: (text: string) => void): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
    onStderr?.(stderr);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
