import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { Timeline } from '../../src/sandbox/engine/timeline.ts';
import { VirtualClock } from '../../src/sandbox/virtual-clock.ts';

const start = Date.UTC(2026, 0, 1);

function newClock(): { clock: VirtualClock; timeline: Timeline } {
  const timeline = new Timeline(start);
  return { clock: new VirtualClock(timeline), timeline };
}

describe('the virtual clock', () => {
  it('passes an hour at once when everyone sleeps', async () => {
    const { clock } = newClock();
    await clock.sleep(3_600_000);
    expect(clock.now()).toBe(start + 3_600_000);
  });

  it('wakes sleepers in the order of their time, not of their coming', async () => {
    const { clock } = newClock();
    const woken: string[] = [];
    const nap = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.now() - start}`);
    };
    await Promise.all([nap('late', 300), nap('early', 100), nap('middle', 200)]);
    expect(woken).toEqual(['early at 100', 'middle at 200', 'late at 300']);
  });

  it('wakes nobody any more once it is stopped', async () => {
    const { clock, timeline } = newClock();
    let isWoken = false;
    const wake = (): void => {
      isWoken = true;
    };
    void clock.sleep(100).then(wake);
    clock.stop();
    void clock.sleep(100).then(wake);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect([isWoken, timeline.now()]).toEqual([false, start]);
  });

  it('lets events happen in between, each at its own time', async () => {
    const { clock, timeline } = newClock();
    const seen: number[] = [];
    timeline.after(50, 'first', () => {
      seen.push(timeline.now() - start);
      timeline.after(20, 'second', () => seen.push(timeline.now() - start));
    });
    await clock.sleep(100);
    expect(seen).toEqual([50, 70]);
  });

  it('lets events of a moment happen before those wake who waited for it', async () => {
    const { clock, timeline } = newClock();
    let hasHappened = false;
    timeline.after(100, 'event', () => (hasHappened = true));
    await clock.sleep(100);
    expect(hasHappened).toBe(true);
  });

  it('waits at an event that gives somebody something to do, although nobody had asked to be woken then', async () => {
    const { clock, timeline } = newClock();
    const seen: number[] = [];
    const work = new AbortController();
    const worker = clock.sleep(5_000, work.signal).catch(async () => {
      seen.push(clock.now() - start);
      await clock.sleep(10);
      seen.push(clock.now() - start);
    });
    timeline.after(100, 'somebody begins', () => work.abort());

    await Promise.all([worker, clock.sleep(1_000)]);

    expect(seen).toEqual([100, 110]);
    expect(clock.now()).toBe(start + 1_000);
  });

  it('stands still while a request is being answered', async () => {
    const { clock } = newClock();
    let end = (): void => undefined;
    const request = clock.during(() => new Promise<void>((resolve) => (end = resolve)));
    let isAwake = false;
    const sleep = clock.sleep(1000).then(() => (isAwake = true));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(isAwake).toBe(false);
    end();
    await Promise.all([request, sleep]);
    expect(clock.now()).toBe(start + 1000);
  });

  it('stands still while a file is being read', async () => {
    const { clock } = newClock();
    const sleep = clock.sleep(1000);
    await readFile(import.meta.filename);
    expect(clock.now()).toBe(start);
    await sleep;
  });

  it('rejects with the reason when a sleep is aborted, and does not wait for it any more', async () => {
    const { clock } = newClock();
    const controller = new AbortController();
    const sleep = clock.sleep(1_000_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    await clock.sleep(10);
    expect(clock.now()).toBe(start + 10);
  });

  it('does not fall asleep at all for a signal that is aborted already', async () => {
    const { clock } = newClock();
    await expect(clock.sleep(10, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });

  it('wakes those who are due when somebody moves time', async () => {
    const { clock } = newClock();
    const sleep = clock.sleep(500);
    clock.jumpTo(start + 700);
    await sleep;
    expect(clock.now()).toBe(start + 700);
  });

  it('jumps thousands of times in a second', async () => {
    const { clock } = newClock();
    const before = performance.now();
    for (let count = 0; count < 2000; count++) await clock.sleep(1000);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
