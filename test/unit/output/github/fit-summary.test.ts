import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitSummary } from '../../../../src/output/github/fit-summary.ts';
import type { SummaryBlock } from '../../../../src/output/github/summary-block.ts';

const aBlock = fc.record({
  weight: fc.constantFrom('essential', 'detail', 'folded'),
  name: fc.constantFrom('the log of a', 'the plan of b'),
  text: fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }),
});

describe('fitSummary', () => {
  it('is never longer than it may be', () => {
    fc.assert(
      fc.property(fc.array(aBlock), fc.integer({ min: 0, max: 3_000 }), (blocks, limit) => {
        expect(Buffer.byteLength(fitSummary(blocks, limit))).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('leaves nothing out that there is room for', () => {
    fc.assert(
      fc.property(fc.array(aBlock, { minLength: 1 }), (blocks) => {
        expect(fitSummary(blocks, 100_000)).toBe(`${blocks.map(({ text }) => text).join('\n\n')}\n`);
      }),
    );
  });

  it('leaves out what is folded away before details, the last first, and says what', () => {
    const blocks = [
      block('essential', 'the heading'),
      block('folded', 'the evidence of a'),
      block('detail', 'the timeline of a'),
      block('folded', 'the evidence of b'),
    ];

    expect(namesIn(fitSummary(blocks, 3_400))).toEqual([
      'the heading',
      'the evidence of a',
      'the timeline of a',
    ]);
    expect(namesIn(fitSummary(blocks, 2_400))).toEqual(['the heading', 'the timeline of a']);
    expect(fitSummary(blocks, 2_400)).toContain(
      'above 1 MiB: the evidence of b, the evidence of a. The JSON document',
    );
  });

  it('names five of what it left out, and how many more there are', () => {
    const blocks = [
      block('essential', 'the heading'),
      ...Array.from({ length: 9 }, (_, index) => block('folded', `log ${index}`)),
    ];

    expect(fitSummary(blocks, 1_500)).toContain(': log 8, log 7, log 6, log 5, log 4 and 4 more.');
  });

  it('is empty where not even the first block fits', () => {
    expect(fitSummary([block('essential', 'the heading')], 100)).toBe('');
  });
});

function block(weight: SummaryBlock['weight'], name: string): SummaryBlock {
  return { weight, name, text: `${name} `.padEnd(1_000, 'x') };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/^(the [^x]*?) x+$/gm)].map(([, name = '']) => name);
}
