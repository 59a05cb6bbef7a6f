import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/model/clock.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that only moves when a test moves it. */
export class HandClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(now = Date.UTC(2026, 0, 15, 9, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Whoever has not woken up yet. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = {
        until: this.#now + milliseconds,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(new Error('aborted'));
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Jumps, wakes who is due, and lets them do what they woke up for. */
  async advanceTo(time: number): Promise<void> {
    this.#now = Math.max(this.#now, time);
    for (const sleeper of this.#sleepers) if (sleeper.until <= this.#now) sleeper.wake();
    await setImmediate();
  }
}
