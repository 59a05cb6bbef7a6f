import { describe, expect, it } from '@jest/globals';
import { Steps } from '../../../src/sandbox/engine/steps.ts';

describe('what something was over time', () => {
  it('is known for as long as it is kept, and forgotten before', () => {
    const steps = new Steps<number>(10_000);
    for (let at = 0; at <= 100_000; at += 10) steps.set(at, at / 10);
    expect(steps.since).toBeGreaterThan(80_000);
    for (let at = 90_000; at <= 100_000; at += 7) expect(steps.at(at)).toBe(Math.floor(at / 10));
    expect([...steps.between(89_995, 90_015)]).toEqual([
      { value: 8_999, lasted: 5 },
      { value: 9_000, lasted: 10 },
      { value: 9_001, lasted: 5 },
    ]);
  });

  it('is as it has been since a change long ago', () => {
    const steps = new Steps<string>(10_000);
    steps.set(0, 'one');
    steps.set(5, 'other');
    expect(steps.at(1_000_000)).toBe('other');
    for (let at = 1_000_000; at < 1_000_300; at++) steps.set(at, 'busy');
    expect(steps.at(995_000)).toBe('other');
  });
});
