import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/cli/system-clock.ts';

describe('the clock on the wall', () => {
  it('sleeps as long as it was asked to', async () => {
    const before = performance.now();

    await systemClock.sleep(20);

    expect(performance.now() - before).toBeGreaterThanOrEqual(18);
  });

  it('wakes at once with the reason of the signal', async () => {
    const controller = new AbortController();
    const sleep = systemClock.sleep(60_000, controller.signal);

    controller.abort(new Error('leave'));

    await expect(sleep).rejects.toThrow('leave');
  });

  it('does not begin to sleep when the signal came before', async () => {
    await expect(systemClock.sleep(60_000, AbortSignal.abort(new Error('leave')))).rejects.toThrow('leave');
    await expect(systemClock.sleep(0, AbortSignal.abort(new Error('leave')))).rejects.toThrow('leave');
  });

  it('does not fire at once for a time that a timer cannot hold', async () => {
    const controller = new AbortController();
    let woke = false;
    const sleep = systemClock.sleep(2 ** 40, controller.signal).finally(() => (woke = true));

    await systemClock.sleep(10);

    expect(woke).toBe(false);
    controller.abort(new Error('leave'));
    await expect(sleep).rejects.toThrow('leave');
  });
});
