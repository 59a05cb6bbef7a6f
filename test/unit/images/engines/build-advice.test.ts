import { describe, expect, it } from '@jest/globals';
import type { BuildFailure } from '../../../../src/images/engines/build-errors.ts';
import { buildAdvice } from '../../../../src/images/engines/docker/build-advice.ts';

function adviceOn(failure: Partial<BuildFailure>): string {
  return buildAdvice({ reason: '', log: [], ...failure }, '/work/shop').join('\n');
}

const ofBase = (reason: string): Partial<BuildFailure> => ({
  work: '[internal] load metadata for docker.io/library/nginx:1',
  reason,
});

describe('buildAdvice', () => {
  it.each<[string, Partial<BuildFailure>, RegExp]>([
    [
      'a registry out of reach',
      ofBase('failed to do request: Head "https://x": no such host'),
      /cannot reach the registry of docker.io\/library\/nginx:1/,
    ],
    [
      'a private base image',
      ofBase('pull access denied, repository does not exist or may require authorization'),
      /docker login/,
    ],
    ['a limited registry', ofBase('toomanyrequests: You have reached your pull rate limit'), /limits pulls/],
    [
      'a tag that is not there',
      ofBase('docker.io/library/nginx:1: not found'),
      /check its name, tag and platform/,
    ],
    [
      'a base image of the legacy builder',
      {
        step: { number: 1, of: 3, instruction: 'FROM --platform=linux/arm64 shop/base:1 AS base' },
        reason: 'manifest unknown',
      },
      /shop\/base:1 cannot be pulled/,
    ],
    ['a full disk', { reason: 'write /var/lib/docker/x: no space left on device' }, /docker builder prune/],
    [
      'a disk that filled up in a step',
      { exitCode: 1, log: ['#5 0.2 dd: No space left on device'] },
      /docker builder prune/,
    ],
    ['another CPU', { exitCode: 1, log: ['#7 0.1 exec /bin/sh: exec format error'] }, /image\.platforms/],
    [
      'a missing file (BuildKit 20.10)',
      { reason: '"/missing.txt" not found: not found' },
      /context \/work\/shop/,
    ],
    ['a missing file (BuildKit 0.25)', { reason: '"/missing.txt": not found' }, /\.dockerignore/],
    [
      'a missing file (legacy)',
      {
        reason:
          'COPY failed: file not found in build context or excluded by .dockerignore: stat a: file does not exist',
      },
      /\.dockerignore/,
    ],
    [
      'a mistake in the Dockerfile',
      { reason: 'dockerfile parse error line 2: unknown instruction: RUNN' },
      /Correct the Dockerfile/,
    ],
    ['a killed command', { exitCode: 137 }, /out of memory/],
    ['no ssh agent', { reason: 'invalid empty ssh agent socket, make sure SSH_AUTH_SOCK is set' }, /ssh-add/],
    ['an engine that died', { reason: 'unexpected EOF' }, /engine went away/],
    ['a large context', { exitCode: 1, contextSize: '1.25GB' }, /context is large \(1\.25GB\)/],
  ])('knows %s', (_, failure, advice) => {
    expect(adviceOn(failure)).toMatch(advice);
  });

  it('says nothing about a command that failed by itself', () => {
    expect(
      adviceOn({
        exitCode: 2,
        reason: 'exit code: 2',
        log: ['make: *** [all] Error 1'],
        contextSize: '3.1MB',
      }),
    ).toBe('');
  });
});
