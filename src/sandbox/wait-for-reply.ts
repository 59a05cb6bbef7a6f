import type { Reply } from './reply.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { WireResponse } from './wire.ts';

/** How long the client is willing to wait, as it told its transport. */
export interface Patience {
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number | undefined;
}

/** Waits in virtual time for a reply that is slow, lost or never comes; fails as Node's HTTP client fails. */
export async function waitFor(
  reply: Reply,
  clock: VirtualClock,
  patience: Patience = {},
): Promise<WireResponse> {
  const { signal, timeout } = patience;
  signal?.throwIfAborted();
  const delay = reply.kind === 'hang' ? Number.POSITIVE_INFINITY : reply.delay;
  if (delay > 0) await clock.asleep(endure(delay, clock, signal, timeout));
  if (reply.kind === 'answer') return reply.response;
  throw broken('ECONNRESET', 'socket hang up');
}

async function endure(
  delay: number,
  clock: VirtualClock,
  signal: AbortSignal | undefined,
  timeout: number | undefined,
): Promise<void> {
  if (timeout !== undefined && timeout > 0 && timeout < delay) {
    await clock.sleep(timeout, signal);
    throw broken('ETIMEDOUT', `request did not complete within requestTimeout ${timeout} ms`);
  }
  if (Number.isFinite(delay)) {
    await clock.sleep(delay, signal);
    return;
  }
  await new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  signal?.throwIfAborted();
}

/** The SDK's own transport gives these errors the name TimeoutError, by which its clients know that they may retry. */
function broken(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError', code });
}
