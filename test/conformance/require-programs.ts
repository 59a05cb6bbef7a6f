import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { describe, it } from '@jest/globals';

/**
 * `describe` for tests that need programs of others. Where one is missing they are skipped, but with `CI` set they fail: there, tests that quietly
 * do not run would prove nothing.
 */
export function describeWithPrograms(programs: readonly string[], name: string, body: () => void): void {
  const missing = programs.filter((program) => !isOnPath(program));
  if (missing.length === 0) {
    describe(name, body);
  } else if (process.env['CI'] === undefined || process.env['CI'] === '') {
    describe.skip(name, body);
  } else {
    describe(name, () => {
      it(`finds ${programs.join(', ')}`, () => {
        throw new Error(`CI is set, and PATH has no ${missing.join(', ')}`);
      });
    });
  }
}

export function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
