import { clearTimeout, setTimeout } from 'node:timers';
import type { Timeline } from './engine/timeline.ts';

/** setTimeout's own limit, 2³¹-1 milliseconds: a longer wait would end at once. */
const longestWait = 2_147_483_647;

/** Lets a timeline follow real time, times a speed: the server's clock. */
export class RealTimeDriver {
  readonly #timeline: Timeline;
  readonly #speed: number;
  #realStart = 0;
  #sandboxStart = 0;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;

  constructor(timeline: Timeline, speed: number) {
    this.#timeline = timeline;
    this.#speed = speed;
  }

  start(): void {
    this.#isRunning = true;
    this.#realStart = performance.now();
    this.#sandboxStart = this.#timeline.now();
    this.plan();
  }

  /** A request that is still being answered may ask for more: time stands still all the same. */
  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  /** Lets everything happen that is due by now. To be called before a request, so that it meets the present. */
  catchUp(): void {
    if (this.#isRunning) this.#timeline.runUntil(this.present());
  }

  /** Sleeps until the next event. To be called after whatever may have planned events. */
  plan(): void {
    clearTimeout(this.#timer);
    if (!this.#isRunning) return;
    const next = this.#timeline.nextAt();
    if (next === undefined) return;
    const wait = Math.ceil((next - this.present()) / this.#speed);
    this.#timer = setTimeout(
      () => {
        this.catchUp();
        this.plan();
      },
      Math.min(Math.max(0, wait), longestWait),
    );
  }

  /** Time was moved from outside; go on from there. */
  resume(): void {
    clearTimeout(this.#timer);
    if (this.#isRunning) this.start();
  }

  /** Stands still while the driver does. */
  present(): number {
    if (!this.#isRunning) return this.#timeline.now();
    return Math.floor(this.#sandboxStart + (performance.now() - this.#realStart) * this.#speed);
  }
}
