import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canariesIn, canariesUnder, canary } from '../../e2e/canaries.ts';

const token = canary('token');
const other = canary('other');

describe('the search for canaries', () => {
  it.each([
    ['as it is', `--password=${token.value}`],
    ['as part of an address', `https://registry.example/?token=${encodeURIComponent(token.value)}`],
    ...['', 'A', 'AW', 'AWS:'].map((before) => [
      `in base64 after ${before.length} bytes`,
      JSON.stringify({ auth: Buffer.from(`${before}${token.value}:and more`).toString('base64') }),
    ]),
  ])('finds one %s', (_, text) => {
    expect(canariesIn(text, [other, token])).toEqual(['token']);
  });

  it('finds none in a text that has none', () => {
    expect(canariesIn(`token=***, ${canary('token').value}`, [token, other])).toEqual([]);
  });

  it('finds them in files and in names of files, however deep', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-canaries-'));
    mkdirSync(path.join(folder, 'a', 'b'), { recursive: true });
    writeFileSync(path.join(folder, 'a', 'b', 'log'), `\0 ${token.value}`);
    writeFileSync(path.join(folder, 'a', `${other.value}.txt`), '');
    writeFileSync(path.join(folder, 'nothing'), 'nothing');

    expect(canariesUnder(folder, [token, other]).sort()).toEqual(
      [`a/${other.value}.txt: other`, 'a/b/log: token'].sort(),
    );
    rmSync(folder, { recursive: true });
  });
});
