import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { onSignals, type Signal, type SignalSource } from '../../../src/cli/signals.ts';
import { seconds } from '../../../src/model/duration.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';

class FakeProcess extends EventEmitter implements SignalSource {
  readonly exits: { readonly code: number; readonly at: number }[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    super();
    this.#now = now;
  }

  exit(code: number): void {
    this.exits.push({ code, at: this.#now() });
  }
}

/** A process that hears of signals, in virtual time; what was told comes with the number of exits before it. */
function listening() {
  const { clock } = new Sandbox();
  const began = clock.now();
  const source = new FakeProcess(() => clock.now() - began);
  const told: string[] = [];
  const stop = onSignals(
    {
      received: (signal) => told.push(`received ${signal}`),
      leaving: (signal) => told.push(`leaving for ${signal}, ${source.exits.length} exits`),
    },
    { source, clock },
  );
  return { clock, source, told, stop, send: (signal: Signal) => source.emit(signal, signal) };
}

describe('signals', () => {
  it('are told of at the first, which ends nothing by itself', async () => {
    const { clock, source, told, send } = listening();

    send('SIGTERM');
    await clock.sleep(seconds(60));

    expect(told).toEqual(['received SIGTERM']);
    expect(source.exits).toEqual([]);
  });

  it.each([
    ['SIGINT', 'SIGINT', 130],
    ['SIGTERM', 'SIGTERM', 143],
    ['SIGTERM', 'SIGINT', 130],
  ] as const)('let the process leave at once: %s and then %s', (first, second, code) => {
    const { source, told, send } = listening();

    send(first);
    send(second);

    expect(source.exits).toEqual([{ code, at: 0 }]);
    expect(told).toEqual([`received ${first}`, `leaving for ${second}, 0 exits`]);
  });

  it('that a runner sends give two seconds more after its SIGTERM, and its SIGINT is what counts', async () => {
    const { clock, source, told, send } = listening();

    send('SIGINT');
    await clock.sleep(seconds(7.5));
    send('SIGTERM');
    expect(source.exits).toEqual([]);
    await clock.sleep(seconds(10));

    expect(source.exits).toEqual([{ code: 130, at: seconds(9.5) }]);
    expect(told).toEqual(['received SIGINT', 'leaving for SIGTERM, 0 exits']);
  });

  it('end nothing any more where what was under way has ended in those seconds', async () => {
    const { clock, source, told, send, stop } = listening();

    send('SIGINT');
    send('SIGTERM');
    await clock.sleep(seconds(1));
    stop();
    await clock.sleep(seconds(10));

    expect(source.exits).toEqual([]);
    expect(told).toEqual(['received SIGINT']);
  });

  it('of a person who is tired of waiting end even that', async () => {
    const { clock, source, send } = listening();

    send('SIGINT');
    send('SIGTERM');
    await clock.sleep(seconds(1));
    send('SIGTERM');

    expect(source.exits).toEqual([{ code: 143, at: seconds(1) }]);
  });

  it('leave no listener behind', () => {
    const { source, stop } = listening();

    stop();

    expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM')).toBe(0);
  });
});
