import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { describe, it } from '@jest/globals';

/**
 * `describe` for tests that need programs of others. Where one is missing they are skipped, but with `CI` set they fail: there, tests that quietly
 * do not run would prove nothing.
 */
export function describeWithPrograms(programs: readonly string[], name: string, body: () => void): void {
  describeUnlessMissing(
    programs.filter((program) => !isOnPath(program)),
    name,
    body,
  );
}

/** As `describeWithPrograms`, for whoever has looked for what it needs, and names what is not there. */
export function describeUnlessMissing(missing: readonly string[], name: string, body: () => void): void {
  if (missing.length === 0) {
    describe(name, body);
  } else if (process.env['CI'] === undefined || process.env['CI'] === '') {
    describe.skip(name, body);
  } else {
    describe(name, () => {
      it(`finds ${missing.join(', ')}`, () => {
        throw new Error(`CI is set, and this machine has no ${missing.join(', ')}`);
      });
    });
  }
}

/** Whether a program is on the path, or there at all if it is named with its folder. */
export function isOnPath(program: string): boolean {
  return whereIs(program).length > 0;
}

/** All files of this name on the path, the first one first. */
export function whereIs(program: string): string[] {
  if (path.isAbsolute(program)) return isExecutable(program) ? [program] : [];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, program)).filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
