import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fit, fitName, pad, textWidth } from '../../../src/output/fit-text.ts';

describe('text in cells of a terminal', () => {
  it.each([
    ['web', 3],
    ['', 0],
    ['café', 4],
    ['cafe\u0301', 4],
    ['日本語', 6],
    ['한국', 4],
    ['🚀', 2],
    ['❤\uFE0F', 2],
    ['a\u200Bb', 2],
  ])('knows the width of %j', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it('leaves alone what fits', () => {
    expect(fit('web', 3)).toBe('web');
    expect(fitName('日本', 4)).toBe('日本');
  });

  it('cuts text at its end, and names in their middle', () => {
    expect(fit('waiting for ECS to begin', 10)).toBe('waiting f…');
    expect(fitName('payments-api-production', 12)).toBe('paymen…ction');
  });

  it('never cuts a wide character in half', () => {
    expect(fit('日本語', 4)).toBe('日…');
    expect(fitName('日本語日本語', 6)).toBe('日…語');
  });

  it('fills up with spaces by width, not by length', () => {
    expect(pad('日本', 6)).toBe('日本  ');
    expect(pad('long', 2)).toBe('long');
  });

  it('never gives more than asked for', () => {
    const anyText = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 40 }), (text, width) => {
        expect(textWidth(fit(text, width))).toBeLessThanOrEqual(width);
        expect(textWidth(fitName(text, width))).toBeLessThanOrEqual(width);
        expect(textWidth(pad(fit(text, width), width))).toBe(width);
      }),
    );
  });
});
