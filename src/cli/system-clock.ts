import type { Clock } from '../model/clock.ts';

// setTimeout takes a signed 32-bit number of milliseconds and fires at once beyond it.
const longestTimer = 2_147_483_647;

/** The clock on the wall: the only place outside the sandbox that touches timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    for (let left = milliseconds; left > 0; left -= longestTimer) {
      await wait(Math.min(left, longestTimer), signal);
    }
    signal?.throwIfAborted();
  },
};

// The timer keeps the process alive on purpose: who sleeps here is waiting for a release to end.
function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      if (signal !== undefined) reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
