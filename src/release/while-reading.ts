import { setMaxListeners } from 'node:events';
import type { Aws } from '../aws/aws.ts';

interface Interruptible {
  readonly aws: Aws;
  readonly interrupt: AbortSignal;
}

/**
 * Runs a part of a use case that only reads: an interruption ends every call that it waits for, however long AWS would take to
 * answer. What it hands on, such as a controller, is bound by it no longer once it is over: whoever has changed something looks
 * what came of it, also when told to leave.
 * @throws the interruption's reason, and what `read` throws
 */
export async function whileReading<Context extends Interruptible, Result>(
  context: Context,
  read: (context: Context) => Promise<Result>,
): Promise<Result> {
  const { aws, interrupt } = context;
  interrupt.throwIfAborted();
  const stop = new AbortController();
  // Every call that is under way listens; Node takes more than ten for a leak.
  setMaxListeners(0, stop.signal);
  const onInterrupt = (): void => stop.abort(interrupt.reason);
  interrupt.addEventListener('abort', onInterrupt, { once: true });
  try {
    return await read({ ...context, aws: { ...aws, interrupt: stop.signal } });
  } finally {
    interrupt.removeEventListener('abort', onInterrupt);
  }
}
