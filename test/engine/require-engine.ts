import { describe, it } from '@jest/globals';
import { dockerPath, patience } from './docker-path.ts';

export { dockerPath };

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
