import { spawn, type ChildProcess } from 'node:child_process';
import { clearTimeout, setTimeout } from 'node:timers';

/** How a command of the docker CLI ended. `code` is undefined where it was ended by force. */
export interface Ran {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Variables beside those of this process: values that must not stand in arguments. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** After so many milliseconds it is ended by force. */
  readonly timeout?: number | undefined;
}

/** A command that goes on, and what it prints meanwhile. */
export interface Following {
  /** How it ended; undefined where it was ended by force. */
  readonly ended: Promise<number | undefined>;
  stop(): void;
}

/**
 * The docker CLI: it knows contexts, DOCKER_HOST and ssh, as the person who uses it does. Every command is a process of its own, without
 * a shell.
 */
export class DockerCli {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Runs a command to its end. Never rejects: a program that cannot be started says so on its standard error. */
  run(args: readonly string[], { env, signal, timeout }: RunOptions = {}): Promise<Ran> {
    return new Promise((resolve) => {
      const child = this.#spawn(args, env);
      const out = collect(child.stdout);
      const err = collect(child.stderr);
      const kill = (): void => void child.kill('SIGKILL');
      const timer = timeout === undefined ? undefined : setTimeout(kill, timeout);
      const end = (code: number | undefined, trouble = ''): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', kill);
        resolve({ code, stdout: out(), stderr: err() + trouble });
      };
      child.once('error', (error) => end(undefined, error.message));
      child.once('close', (code) => end(code ?? undefined));
      if (signal?.aborted === true) kill();
      else signal?.addEventListener('abort', kill, { once: true });
    });
  }

  /** Runs a command that goes on until it is stopped, and hands on what it prints as it comes. */
  follow(args: readonly string[], onOutput: (chunk: string, from: 'stdout' | 'stderr') => void): Following {
    const child = this.#spawn(args);
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => onOutput(chunk, 'stdout'));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => onOutput(chunk, 'stderr'));
    const ended = new Promise<number | undefined>((resolve) => {
      child.once('error', () => resolve(undefined));
      child.once('close', (code) => resolve(code ?? undefined));
    });
    return { ended, stop: () => void child.kill('SIGKILL') };
  }

  #spawn(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(this.path, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C in a terminal is for the sandbox, which then ends its commands in its own order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  }
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}
