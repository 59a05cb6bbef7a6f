import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exitCodeOfErrorCode } from '../../../src/cli/exit-codes.ts';

const source = new URL('../../../src/', import.meta.url);

/** Every error code that is written down in the source. */
function errorCodes(): Set<string> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const codes = files.flatMap((file) => {
    const text = readFileSync(new URL(file, source), 'utf8');
    return [...text.matchAll(/\bcode(?:: | = )'([a-z_]+\.[a-z_.]+)'/g)].map(([, code = '']) => code);
  });
  return new Set(codes.filter((code) => !code.startsWith('bug.')));
}

describe('every error code in the source', () => {
  it('has an exit code: a code that the table lacks would pass for a bug', () => {
    const codes = [...errorCodes()];

    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => exitCodeOfErrorCode(code) === undefined)).toEqual([]);
  });
});
