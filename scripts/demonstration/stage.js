import { spawn } from 'node:child_process';
import { clearTimeout, setTimeout } from 'node:timers';

// What a shell reports for a process that the signal ended; 13 is the one of a reader who went away (`npm start | head`).
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 };
const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'];
/** How long a process may take to end when it is asked to: a sandbox removes its containers. Milliseconds. */
const patience = 30_000;

/** Somebody wants to leave. `exitCode` is what to leave with. */
export class Interrupted extends Error {
  constructor(signal) {
    super(`ended by ${signal}`);
    this.exitCode = exitCodes[signal];
  }
}

/** Something is not as it should be. The message says what, as the end of a sentence. */
export class WentWrong extends Error {}

export function expect(isSo, problem) {
  if (!isSo) throw new WentWrong(problem);
}

/** Starts processes, knows what must be undone after the play, and hears when somebody wants to leave before its end. */
export class Stage {
  #undo = [];
  #interrupt;
  #interrupted = new Promise((_, reject) => {
    this.#interrupt = (signal) => reject(new Interrupted(signal));
  });
  #readerLeft = () => this.#interrupt('SIGPIPE');

  constructor() {
    this.#interrupted.catch(() => undefined);
    for (const signal of signals) process.on(signal, this.#interrupt);
    process.stdout.on('error', this.#readerLeft);
  }

  say(text) {
    process.stdout.write(`${text}\n`);
  }

  title(text) {
    this.say(`\n${text}`);
  }

  /** Does `undo` at the end, whatever the end: what was last begun is first undone. Returns what calls that off. */
  afterwards(undo) {
    this.#undo.push(undo);
    return () => {
      this.#undo = this.#undo.filter((other) => other !== undo);
    };
  }

  /** Rejects with Interrupted as soon as somebody wants to leave. */
  unlessInterrupted(promise) {
    return Promise.race([this.#interrupted, promise]);
  }

  /** Starts a process that ends at the latest with the play. `closed` resolves with its exit code. */
  start(command, args, options) {
    // A process group of its own: Ctrl-C reaches all processes of a terminal's at once, and the sandbox would be gone before the
    // commands that talk to it.
    const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
    const closed = new Promise((resolve) => {
      child.once('error', () => resolve(127));
      child.once('close', (code) => resolve(code ?? 1));
    });
    const callOff = this.afterwards(() => end(child, closed));
    void closed.then(callOff);
    return { child, closed };
  }

  /**
   * Runs a process to its end, and returns its exit code. `output`: 'shown' lets it write for itself; 'kept' returns what it writes to
   * standard output, 'both' shows that as well, and 'silent' returns it and drops what it writes to standard error. After `limit`
   * milliseconds it is told to end.
   */
  async run(command, args, { output = 'shown', limit, ...options } = {}) {
    const stdio = {
      shown: ['ignore', 'inherit', 'inherit'],
      kept: ['ignore', 'pipe', 'inherit'],
      both: ['ignore', 'pipe', 'inherit'],
      silent: ['ignore', 'pipe', 'ignore'],
    };
    const { child, closed } = this.start(command, args, { ...options, stdio: stdio[output] });
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      if (output === 'both') process.stdout.write(text);
    });
    const timer = limit === undefined ? undefined : setTimeout(() => signalAll(child, 'SIGTERM'), limit);
    try {
      return { code: await this.unlessInterrupted(closed), stdout };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends and removes everything. A second wish to leave does not hurry it: npm passes on the Ctrl-C that all have heard already. */
  async clear() {
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      try {
        await undo();
      } catch (error) {
        console.error(`Not everything could be removed: ${error.message}`);
      }
    }
    for (const signal of signals) process.off(signal, this.#interrupt);
  }
}

async function end(child, closed) {
  child.kill('SIGTERM');
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patience, 'late');
  });
  const outcome = await Promise.race([closed, late]);
  clearTimeout(timer);
  if (outcome !== 'late') return;
  signalAll(child, 'SIGKILL');
  throw new Error(`${child.spawnargs.join(' ')} did not end within ${patience / 1000} s and was killed`);
}

/** Signals a process and all that it has started: they are a group. */
function signalAll(child, signal) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (error) {
    // They have ended just now.
    if (error.code !== 'ESRCH') throw error;
  }
}
