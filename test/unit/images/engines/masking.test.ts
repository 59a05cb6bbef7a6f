import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskingOf } from '../../../../src/images/engines/docker/masking.ts';
import { readableLine } from '../../../../src/images/engines/docker/readable-line.ts';
import { cutMark, LineSplitter, longestLine } from '../../../../src/images/program/line-splitter.ts';

describe('maskingOf', () => {
  it('hides every secret, wherever it stands', () => {
    const secret = fc.string({ minLength: 4, maxLength: 30 }).filter((text) => /^[^\s*]+$/.test(text));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const text = maskingOf([value])(`${before}${value}${after}`);

        expect(text).toContain('***');
        expect(text).not.toContain(value);
      }),
    );
  });

  it.each([
    ['the longest first', ['abcd', 'abcdef'], 'x abcdef y', 'x *** y'],
    ['nothing shorter than four characters', ['abc'], 'abc', 'abc'],
    [
      'each line of a key',
      ['-----BEGIN-----\nMIIEvQ\r\n-----END-----\n'],
      'has MIIEvQ in it',
      'has *** in it',
    ],
    ['the end of a line in a file', ['token-1234\n'], 'token-1234', '***'],
    [
      'the value in a file of settings',
      ['//npm.example.com/:_authToken=npm_1234==\n'],
      'got npm_1234==!',
      'got ***!',
    ],
    ['the value in quotes', ['PASSWORD="swordfish"'], 'swordfish', '***'],
  ])('hides %s', (_, values, text, masked) => {
    expect(maskingOf(values)(text)).toBe(masked);
  });

  it('hides the beginning of a secret where a line was cut', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    splitter.push(`${'x'.repeat(longestLine - 6)}canary-1234\n`);
    const [line = ''] = lines.map(maskingOf(['canary-1234']));

    expect(line.endsWith(`x***${cutMark}`)).toBe(true);
  });
});

describe('readableLine', () => {
  it.each([
    ['\x1b[91mto-stderr\x1b[0m', 'to-stderr'],
    ['10%\r50%\r100%', '100%'],
    ['100%\r', '100%'],
    ['#8 0.224 a 10%\ra 50%\ra 100%', '#8 0.224 a 100%'],
    ['plain', 'plain'],
    ['', ''],
  ])('leaves %j as a terminal would', (line, readable) => {
    expect(readableLine(line)).toBe(readable);
  });
});
