import { setTimeout as pause } from 'node:timers/promises';
import type { DockerCli, Following } from './docker-cli.ts';
import { readLogLine, type ContainerLine } from './log-line.ts';

const beforeTheNextTry = 1_000;

/** Reads what a container prints, from its start to its end, also over a time in which the engine does not answer. */
export class LogReader {
  /** Resolves when the last line was handed on, or nobody wants more. */
  readonly ended: Promise<void>;
  readonly #cli: DockerCli;
  readonly #id: string;
  readonly #onLines: (lines: readonly ContainerLine[]) => void;
  readonly #lines = { stdout: new LineBuffer(), stderr: new LineBuffer() };
  #following: Following | undefined;
  readonly #stopped = new AbortController();

  constructor(cli: DockerCli, id: string, onLines: (lines: readonly ContainerLine[]) => void) {
    this.#cli = cli;
    this.#id = id;
    this.#onLines = onLines;
    this.ended = this.#read();
  }

  stop(): void {
    this.#stopped.abort();
    this.#following?.stop();
  }

  async #read(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      this.#following = this.#cli.follow(this.#command(), (chunk, from) => {
        const lines = this.#lines[from].add(chunk);
        if (lines.length > 0) this.#onLines(lines);
      });
      const code = await this.#following.ended;
      // The CLI ends well when the container has ended and all is read; otherwise the engine went away.
      if (code === 0) {
        for (const buffer of Object.values(this.#lines)) this.#onLines(buffer.rest());
        return;
      }
      for (const buffer of Object.values(this.#lines)) buffer.startOver();
      await pause(beforeTheNextTry, undefined, { ref: false, signal }).catch(() => undefined);
    }
  }

  #command(): string[] {
    const [earlier = ''] = [this.#lines.stdout.last, this.#lines.stderr.last].sort();
    const since = earlier === '' ? [] : [`--since=${earlier}`];
    return ['logs', '--follow', '--timestamps', ...since, this.#id];
  }
}

/** Cuts one stream into lines. After it broke it is read again from some moment on, and what was read before is left out. */
class LineBuffer {
  /** The moment of the last line; empty before the first. */
  last = '';
  #known = '';
  #text = '';

  add(chunk: string): ContainerLine[] {
    const lines = (this.#text + chunk).split('\n');
    this.#text = lines.pop() ?? '';
    return this.#read(lines);
  }

  /** A last line without an end. */
  rest(): ContainerLine[] {
    return this.#read([this.#text]);
  }

  startOver(): void {
    this.#known = this.last;
    this.#text = '';
  }

  #read(lines: readonly string[]): ContainerLine[] {
    const fresh = lines
      .map(readLogLine)
      .filter((line) => line !== undefined)
      .filter(({ at }) => at > this.#known);
    this.last = fresh.at(-1)?.at ?? this.last;
    return fresh;
  }
}
