import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { killTree, signalTo } from './process-tree.ts';

/** How long a cancelled process has, in milliseconds. */
export interface Grace {
  /** From SIGINT to SIGTERM. */
  readonly interrupt: number;
  /** From SIGTERM to the end of the whole tree. */
  readonly terminate: number;
  /** For streams that a child in the background holds open after the end of the process. */
  readonly streams: number;
}

/** GitHub's own (Runner.Sdk/ProcessInvoker.cs). */
export const gracesOfGitHub: Grace = { interrupt: 7500, terminate: 2500, streams: 5000 };

export interface ScriptProcess {
  readonly commandLine: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  readonly cancelled: AbortSignal;
  readonly grace: Grace;
}

/**
 * Runs a process to its end, its two streams line by line. A cancel sends SIGINT to this one process, then SIGTERM, and then ends it with all
 * that have come from it. Returns the exit code; -1 where a signal has ended it.
 */
export async function runScript(script: ScriptProcess): Promise<number> {
  const [program = '', ...args] = script.commandLine;
  const child = spawn(program, args, {
    cwd: script.folder,
    env: { ...script.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const streams = [child.stdout, child.stderr].map(async (stream) => {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) script.onLine(line);
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const ladder = cancelling(script, () => child.pid);
  try {
    const [code] = await ended;
    await soon(Promise.all(streams), script.grace.streams);
    return code ?? -1;
  } finally {
    ladder.stop();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

function cancelling(
  { cancelled, grace }: ScriptProcess,
  pid: () => number | undefined,
): { stop: () => void } {
  const timers: NodeJS.Timeout[] = [];
  const later = (delay: number, act: (pid: number) => void): void => {
    const timer = setTimeout(() => {
      act(pid() ?? 0);
    }, delay);
    timers.push(timer);
  };
  const begin = (): void => {
    signalTo(pid() ?? 0, 'SIGINT');
    later(grace.interrupt, (process) => {
      signalTo(process, 'SIGTERM');
    });
    later(grace.interrupt + grace.terminate, killTree);
  };
  if (cancelled.aborted) begin();
  else cancelled.addEventListener('abort', begin, { once: true });
  return {
    stop: () => {
      cancelled.removeEventListener('abort', begin);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

async function soon(work: Promise<unknown>, limit: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise((resolve) => {
    timer = setTimeout(resolve, limit);
  });
  await Promise.race([work, up]);
  clearTimeout(timer);
}
