import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { onSignals, type SignalSource } from '../../../src/cli/signals.ts';

class FakeProcess extends EventEmitter implements SignalSource {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

describe('signals', () => {
  it('calls the handler for the first, and leaves at once on the second', () => {
    const process = new FakeProcess();
    const seen: string[] = [];
    onSignals((signal) => seen.push(signal), process);

    process.emit('SIGTERM', 'SIGTERM');
    expect(process.exits).toEqual([]);
    process.emit('SIGINT', 'SIGINT');

    expect(seen).toEqual(['SIGTERM']);
    expect(process.exits).toEqual([130]);
  });

  it('leaves with 143 on a second SIGTERM', () => {
    const process = new FakeProcess();
    onSignals(() => undefined, process);

    process.emit('SIGTERM', 'SIGTERM');
    process.emit('SIGTERM', 'SIGTERM');

    expect(process.exits).toEqual([143]);
  });

  it('leaves no listener behind', () => {
    const process = new FakeProcess();

    onSignals(() => undefined, process)();

    expect(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')).toBe(0);
  });
});
