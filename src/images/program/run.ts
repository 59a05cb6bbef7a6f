import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock } from '../../model/clock.ts';
import type { Milliseconds } from '../../model/duration.ts';
import { LineSplitter } from './line-splitter.ts';
import { ProgramNotStarted } from './program-not-started.ts';
import { signalTree } from './process-tree.ts';
import { endWithUs } from './running-children.ts';

export type OutputStream = 'stdout' | 'stderr';

export interface RunOptions {
  readonly clock: Clock;
  /** Written to standard input, which is then closed; without it there is none. */
  readonly input?: string | undefined;
  /** The whole environment of the child; our own if absent. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  readonly directory?: string | undefined;
  /** Every line as it comes, without its end; carriage returns inside of it are kept. */
  readonly onLine?: ((line: string, stream: OutputStream) => void) | undefined;
  /** Ends the child: SIGTERM, and SIGKILL for one that does not listen. */
  readonly signal?: AbortSignal | undefined;
}

export interface ProgramResult {
  /** Undefined if a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** The end of what it wrote, at most a million characters. */
  readonly stdout: string;
  readonly stderr: string;
}

const grace: Milliseconds = 5000;
/** A grandchild that went into the background may hold the pipes of a child that has ended. */
const drain: Milliseconds = 1000;
const keptCharacters = 1_000_000;

/**
 * Runs a program to its end, without a shell. It belongs to our process group, so that a Ctrl-C in a terminal reaches it as
 * well. An exit code is a result, not an error.
 * @throws ProgramNotStarted, and the signal's reason once the child has ended if it was aborted
 */
export async function run(
  program: string,
  programArguments: readonly string[],
  options: RunOptions,
): Promise<ProgramResult> {
  const { clock, input, environment, directory, signal } = options;
  signal?.throwIfAborted();
  const child = spawnProgram(program, programArguments, environment, directory, input !== undefined);
  const forget = endWithUs(child);
  const failure = new AbortController();
  const output = { stdout: '', stderr: '' };
  try {
    for (const stream of ['stdout', 'stderr'] as const) {
      readLines(
        child[stream],
        failure,
        (text) => {
          output[stream] = (output[stream] + text).slice(-keptCharacters);
        },
        (line) => options.onLine?.(line, stream),
      );
    }
    // A child that ends without reading its input is no error of ours; its exit code tells.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);

    const stop = AbortSignal.any(signal === undefined ? [failure.signal] : [signal, failure.signal]);
    const ended = await endOf(child, stop, clock).catch((error: unknown) => {
      throw new ProgramNotStarted(program, directory, error as NodeJS.ErrnoException);
    });
    failure.signal.throwIfAborted();
    signal?.throwIfAborted();
    return { ...ended, ...output };
  } finally {
    forget();
  }
}

function spawnProgram(
  program: string,
  programArguments: readonly string[],
  environment: RunOptions['environment'],
  directory: string | undefined,
  hasInput: boolean,
): ChildProcess {
  try {
    return spawn(program, programArguments, {
      stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      ...(environment === undefined ? {} : { env: { ...environment } }),
      ...(directory === undefined ? {} : { cwd: directory }),
    });
  } catch (error) {
    // Some of what the system refuses (E2BIG, EACCES) is thrown, the rest comes as an event.
    throw new ProgramNotStarted(program, directory, error as NodeJS.ErrnoException);
  }
}

/** Decodes across chunk borders. What a listener throws ends the child, and is thrown by `run`. */
function readLines(
  stream: Readable | null,
  failure: AbortController,
  onText: (text: string) => void,
  onLine: (line: string) => void,
): void {
  const guarded = (work: () => void): void => {
    if (failure.signal.aborted) return;
    try {
      work();
    } catch (error) {
      failure.abort(error);
    }
  };
  const splitter = new LineSplitter(onLine);
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    guarded(() => {
      onText(text);
      splitter.push(text);
    });
  });
  stream?.on('close', () => guarded(() => splitter.end()));
  // Reading fails only if we closed it ourselves.
  stream?.on('error', () => undefined);
}

type End = Pick<ProgramResult, 'exitCode' | 'signal'>;

/** How the child ended, once its output has been read to the end. Rejects if it never started. */
async function endOf(child: ChildProcess, stop: AbortSignal, clock: Clock): Promise<End> {
  const over = new AbortController();
  const onStop = (): void => {
    void endChild(child, clock, over.signal);
  };
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const end = await new Promise<End>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode, signal) => {
        resolve({ exitCode: exitCode ?? undefined, signal: signal ?? undefined });
      });
      if (stop.aborted) onStop();
      else stop.addEventListener('abort', onStop, { once: true });
    });
    over.abort();
    await readToEnd(child, closed, clock);
    return end;
  } finally {
    over.abort();
    stop.removeEventListener('abort', onStop);
  }
}

async function endChild(child: ChildProcess, clock: Clock, over: AbortSignal): Promise<void> {
  signalTree(child, 'SIGTERM');
  try {
    await clock.sleep(grace, over);
  } catch {
    return;
  }
  signalTree(child, 'SIGKILL');
}

async function readToEnd(child: ChildProcess, closed: Promise<void>, clock: Clock): Promise<void> {
  const isRead = new AbortController();
  await Promise.race([
    closed.then(() => isRead.abort()),
    clock.sleep(drain, isRead.signal).catch(() => undefined),
  ]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  await closed;
}
