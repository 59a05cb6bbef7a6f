import { seconds } from '../../model/duration.ts';
import type { Readiness } from '../../model/readiness.ts';
import type { ReleaseContext } from '../release-context.ts';
import { whileReading } from '../while-reading.ts';

// A release that is over is not to wait for a word about the next night.
const longest = seconds(15);

/**
 * A look that may neither fail nor hold up the release that it is made for: whatever goes wrong with it, and more than fifteen seconds,
 * makes it "not known".
 */
export async function withoutDelay(
  context: ReleaseContext,
  look: (context: ReleaseContext) => Promise<Readiness>,
): Promise<Readiness> {
  const late = new AbortController();
  const done = new AbortController();
  const watch = context.clock.sleep(longest, done.signal).then(
    () => late.abort(new Error(`AWS has not answered within ${longest / 1000} s`)),
    () => undefined,
  );
  try {
    const interrupt = AbortSignal.any([context.interrupt, late.signal]);
    return await whileReading({ ...context, interrupt }, look);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { kind: 'not-known', because: [{ kind: 'unreadable', error: text }], results: [] };
  } finally {
    done.abort();
    await watch;
  }
}
