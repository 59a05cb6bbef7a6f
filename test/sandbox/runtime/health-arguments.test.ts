import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { healthArguments } from '../../../src/sandbox/runtime/docker/health-arguments.ts';

describe('a health check as arguments of docker create', () => {
  it.each([
    ['none', undefined],
    ['NONE', { command: ['NONE'] }],
    ['without a command', { command: ['CMD-SHELL'] }],
  ])('is switched off where there is none (%s), the one of the image too', (_which, check) => {
    expect(healthArguments(check)).toEqual(['--no-healthcheck']);
  });

  it('has the defaults of ECS', () => {
    expect(healthArguments({ command: ['CMD', 'wget', '-q', 'http://127.0.0.1:8080/'] })).toEqual([
      '--health-cmd=exec wget -q http://127.0.0.1:8080/',
      '--health-interval=30s',
      '--health-timeout=5s',
      '--health-retries=3',
      '--health-start-period=0s',
    ]);
  });

  it('hands the words of the form CMD on as they are, through the shell that the CLI insists on', () => {
    const word = fc.oneof(
      fc.constantFrom(`it's`, '$HOME', '`id`', 'a b', '', '*', '~', '\\', '"', 'a\nb', '--x=$(id)', '#', ';'),
      fc.string(),
    );
    const words = fc.array(
      word.filter((text) => !text.includes('\0')),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(words, (given) => {
        const [command = ''] = healthArguments({ command: ['CMD', 'printf', '%s\\0', ...given] });
        const { stdout } = spawnSync('/bin/sh', ['-c', command.slice('--health-cmd='.length)], {
          encoding: 'utf8',
        });
        expect(stdout.split('\0').slice(0, -1)).toEqual(given);
      }),
      { numRuns: 30 },
    );
  });
});
