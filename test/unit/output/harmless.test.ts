import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { harmless } from '../../../src/output/harmless.ts';

describe('text from outside', () => {
  it.each([
    ['plain', 'plain'],
    ['\u001B[31mred\u001B[0m', 'red'],
    ['\u001B]8;;https://evil.example\u0007link\u001B]8;;\u0007', 'link'],
    ['over\rwrite', 'over write'],
    ['two\nlines\n', 'two lines'],
    ['\u009B31mC1', 'C1'],
    ['a\u202Eb', 'a b'],
    ['umlaut ä, 日本語 and ✔ stay', 'umlaut ä, 日本語 and ✔ stay'],
  ])('%j becomes %j', (text, expected) => {
    expect(harmless(text)).toBe(expected);
  });

  it('never leaves a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(harmless(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
  });
});
