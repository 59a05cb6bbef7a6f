import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { describe, it } from '@jest/globals';

const patience = 5000;

/** The first `docker` on the path behind which an engine answers, looked for once per test file; undefined if there is none. */
export const dockerPath: string | undefined = clients().find(answers);

/**
 * `describe` for tests that need a container engine. Without one they are skipped, but with `CI` set they fail: there, tests that
 * quietly do not run would prove nothing.
 */
export function describeWithEngine(name: string, body: () => void): void {
  if (dockerPath !== undefined) {
    describe(name, body);
  } else if (process.env['CI'] === undefined || process.env['CI'] === '') {
    describe.skip(name, body);
  } else {
    describe(name, () => {
      it('finds a container engine', () => {
        throw new Error(
          `CI is set, and no docker on PATH got an answer from an engine within ${patience} ms`,
        );
      });
    });
  }
}

function clients(): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, 'docker')).filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `docker version` ends well only if the server's half is there too. */
function answers(client: string): boolean {
  const { status } = spawnSync(client, ['version'], { stdio: 'ignore', timeout: patience });
  return status === 0;
}
