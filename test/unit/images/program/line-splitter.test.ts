import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutMark, LineSplitter, longestLine } from '../../../../src/images/program/line-splitter.ts';

function linesOf(...chunks: string[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  it('gives the same lines however the text arrives', () => {
    const character = fc.constantFrom('a', 'é', '\n', '\r', ' ');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: character, maxLength: 6 })), (chunks) => {
        const text = chunks.join('');
        const whole = text.split('\n');
        if (whole.at(-1) === '') whole.pop();

        expect(linesOf(...chunks)).toEqual(whole.map((line) => line.replace(/\r+$/, '')));
      }),
    );
  });

  it('leaves carriage returns inside of a line to the reader, and drops those at its end', () => {
    expect(linesOf('10%\r50%\r100%\r\r\nnext\r\n')).toEqual(['10%\r50%\r100%', 'next']);
  });

  it('hands on the last line without its end', () => {
    expect(linesOf('one\ntwo')).toEqual(['one', 'two']);
  });

  it('cuts a line that never ends, and goes on with the next', () => {
    const half = 'x'.repeat(longestLine / 2 + 1);

    expect(linesOf(half, half, half, 'rest\nnext\n')).toEqual(['x'.repeat(longestLine) + cutMark, 'next']);
  });

  it('hands on a line that only overwrites itself before it gets too long', () => {
    const state = `${'x'.repeat(longestLine / 2)}\r`;

    const lines = linesOf(state, state, state, 'done\n');

    expect(lines.map((line) => line.length)).toEqual([longestLine + 1, longestLine / 2 + 'done'.length + 1]);
    expect(lines[1]?.endsWith('\rdone')).toBe(true);
  });
});
