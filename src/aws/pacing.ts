import type { Clock } from '../model/clock.ts';
import { actionGroupOf, allowanceOf, type ActionGroup, type OperationName } from './quotas.ts';
import { TokenBucket } from './token-bucket.ts';

/** Who goes first where calls wait: what takes a release back, before everything else. */
export type Rank = 'urgent' | 'usual';

/**
 * Keeps the calls of a process under AWS's rate quotas for its account and region. Every attempt takes a token of its group; where
 * there is none, it waits in line.
 */
export class Pacing {
  readonly #clock: Clock;
  readonly #lines = new Map<ActionGroup, Line>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves when the call may be sent: at once, except where a whole burst was used up. Rejects with the signal's reason when
   * the caller gives up; then nothing was taken.
   */
  async turn(operation: OperationName, rank: Rank, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.#lineOf(operation)?.turn(rank, signal);
  }

  /** AWS has throttled a call: everybody who calls operations of the same group slows down. */
  throttled(operation: OperationName): void {
    this.#lineOf(operation)?.empty();
  }

  #lineOf(operation: OperationName): Line | undefined {
    const group = actionGroupOf(operation);
    if (group === undefined) return undefined;
    let line = this.#lines.get(group);
    if (line === undefined) {
      line = new Line(this.#clock, new TokenBucket(allowanceOf(group), this.#clock.now()));
      this.#lines.set(group, line);
    }
    return line;
  }
}

interface Waiting {
  readonly rank: Rank;
  readonly go: () => void;
}

/** Who waits for a token of one bucket: first come, first served, the urgent before the others. */
class Line {
  readonly #clock: Clock;
  readonly #bucket: TokenBucket;
  #waiting: Waiting[] = [];
  /** Calls off the sleep of whoever serves the line. */
  #serving: AbortController | undefined;

  constructor(clock: Clock, bucket: TokenBucket) {
    this.#clock = clock;
    this.#bucket = bucket;
  }

  async turn(rank: Rank, signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.length === 0 && this.#bucket.take(this.#clock.now())) return;
    await new Promise<void>((resolve, reject) => {
      const one: Waiting = {
        rank,
        go: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== one);
        if (this.#waiting.length === 0) this.#serving?.abort(nobodyWaits);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(one);
      if (this.#serving === undefined) void this.#serve();
    });
  }

  empty(): void {
    this.#bucket.empty(this.#clock.now());
  }

  async #serve(): Promise<void> {
    while (this.#waiting.length > 0) {
      const serving = new AbortController();
      this.#serving = serving;
      try {
        await this.#clock.sleep(this.#bucket.untilNext(this.#clock.now()), serving.signal);
      } catch (error) {
        if (!serving.signal.aborted) throw error;
      }
      this.#serveWhileThereAreTokens();
    }
    this.#serving = undefined;
  }

  #serveWhileThereAreTokens(): void {
    while (this.#waiting.length > 0 && this.#bucket.take(this.#clock.now())) {
      const next = this.#waiting.find(({ rank }) => rank === 'urgent') ?? this.#waiting[0];
      this.#waiting = this.#waiting.filter((other) => other !== next);
      next?.go();
    }
  }
}

// Without a reason, abort() would make a DOMException with a stack.
const nobodyWaits = 'nobody waits any more';
