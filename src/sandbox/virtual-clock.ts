import { setImmediate, setTimeout } from 'node:timers';
import type { Timeline } from './engine/timeline.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/**
 * How many turns of Node's event loop must pass without a request, a sleep or an answer before time may jump. Work that is
 * not waiting for the disk or the network proceeds in microtasks, within one turn; the others are margin.
 */
const quietTurns = 3;

/** Node's names for work that it does outside of JavaScript, and that will call back by itself. */
const outsideWork = /Req|ConnectWrap|ProcessWrap|Worker/;

/**
 * A clock that jumps: when everyone who could do something sleeps, it goes straight to the moment at which the first of
 * them wants to wake, and lets the events of the timeline in between happen in their order.
 */
export class VirtualClock {
  readonly #timeline: Timeline;
  #sleepers: Sleeper[] = [];
  /** Requests that are being answered; time stands still for them. */
  #working = 0;
  #activity = 0;
  #isWatching = false;
  #isStopped = false;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Milliseconds since the epoch, in sandbox time. */
  now(): number {
    return this.#timeline.now();
  }

  /** Rejects with the signal's reason when it is aborted. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#isStopped) await forEver;
    const until = this.now() + Math.max(0, ms);
    await new Promise<void>((resolve) => {
      const sleeper: Sleeper = {
        until,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#activity += 1;
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
      this.#activity += 1;
      this.#watch();
    });
    signal?.throwIfAborted();
  }

  /** Time stands still from now on, and nobody who sleeps wakes again: what was left behind does nothing more. */
  stop(): void {
    this.#isStopped = true;
    this.#sleepers = [];
  }

  /** Holds time while `work` goes on, except where the work itself sleeps by `asleep`. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#began();
    try {
      return await work();
    } finally {
      this.#ended();
    }
  }

  /** Lets time pass again for a while, within `during`. */
  async asleep<Result>(wait: Promise<Result>): Promise<Result> {
    this.#ended();
    try {
      return await wait;
    } finally {
      this.#began();
    }
  }

  /** Goes to a moment at once, as a person does who says `advance`, and wakes who wanted to be woken until then. */
  jumpTo(moment: number): void {
    this.#timeline.runUntil(moment);
    this.#activity += 1;
    const due = this.#sleepers.filter((sleeper) => sleeper.until <= moment);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.until > moment);
    due.sort((a, b) => a.until - b.until);
    for (const sleeper of due) sleeper.wake();
  }

  /** To the first of those who want to wake; or only to an event on the way that gives somebody something to do. */
  #jump(): void {
    const moment = Math.min(...this.#sleepers.map((sleeper) => sleeper.until));
    const seen = this.#activity;
    for (let next = this.#timeline.nextAt(); next !== undefined && next <= moment;) {
      this.#timeline.runUntil(next);
      if (this.#activity !== seen) return;
      next = this.#timeline.nextAt();
    }
    this.jumpTo(moment);
  }

  #began(): void {
    this.#working += 1;
    this.#activity += 1;
  }

  #ended(): void {
    this.#working -= 1;
    this.#activity += 1;
    this.#watch();
  }

  /** Looks at every turn of the event loop whether all is quiet, as long as someone sleeps. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    let seen = this.#activity;
    let quiet = 0;
    const look = (): void => {
      if (this.#sleepers.length === 0) {
        this.#isWatching = false;
        return;
      }
      quiet = seen === this.#activity && this.#working === 0 ? quiet + 1 : 0;
      seen = this.#activity;
      if (quiet < quietTurns) {
        setImmediate(look);
      } else if (isWorkingOutside()) {
        // Real work takes real time; asking a thousand times a second is enough.
        setTimeout(look, 1);
        quiet = 0;
      } else {
        quiet = 0;
        this.#jump();
        setImmediate(look);
      }
    };
    setImmediate(look);
  }
}

const forEver = new Promise<never>(() => undefined);

function isWorkingOutside(): boolean {
  return process.getActiveResourcesInfo().some((resource) => outsideWork.test(resource));
}
