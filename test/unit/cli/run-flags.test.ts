import { describe, expect, it } from '@jest/globals';
import { onFailureOf } from '../../../src/cli/run-flags.ts';

describe('what flags say about a failure in a run of several services', () => {
  it.each([
    [{ atomic: false, 'keep-going': false }, 'stop'],
    [{ atomic: false, 'keep-going': true }, 'keep-going'],
    [{ atomic: true, 'keep-going': false }, 'take-back'],
    [{ atomic: true, 'keep-going': false, rollback: true }, 'take-back'],
    [{ atomic: false, 'keep-going': false, rollback: false }, 'stop'],
  ])('%j: %s', (flags, expected) => {
    expect(onFailureOf(flags)).toBe(expected);
  });

  it('refuses to take back and not to go back at once', () => {
    expect(() => onFailureOf({ atomic: true, 'keep-going': false, rollback: false })).toThrow(
      '--no-rollback forbids that',
    );
  });
});
