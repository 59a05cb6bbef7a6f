/**
 * Time as a port. Nothing else in `src` touches timers, so that a thirty-minute release can be rehearsed in
 * milliseconds on the sandbox's clock.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves after `milliseconds`. Rejects with the signal's reason as soon as the signal aborts.
   */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
