import { describe, expect, it } from '@jest/globals';
import type { GitHubRefusal } from '../../../../src/model/github-refusal.ts';
import type { Reason } from '../../../../src/model/verdict.ts';
import { describeGitHubRefusal } from '../../../../src/output/describe-github-refusal.ts';
import {
  begunDescription,
  deploymentDescription,
  endDescription,
  fitDescription,
  partDescription,
  partsDone,
} from '../../../../src/output/github/deployment-words.ts';

const arn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2';

describe('a description', () => {
  it('tells what is released, and by how many services', () => {
    expect(deploymentDescription('deploy', ['demo/web'], undefined)).toBe('ecsdeploy releases demo/web');
    expect(deploymentDescription('deploy', ['demo/web', 'demo/api', 'demo/x'], undefined)).toBe(
      'ecsdeploy releases demo/web and 2 more',
    );
  });

  it.each([
    ['brought-in', 'demo/web: web:2 is being brought in'],
    ['taken-back', 'demo/web: web:2 is being taken back'],
    ['followed', 'demo/web: web:2 is followed to its end'],
  ] as const)('tells at first what becomes of it: %s', (what, words) => {
    expect(begunDescription('demo/web', arn, what)).toBe(words);
  });

  it('tells how it ended, and why', () => {
    const error = { code: 'unknown.x', message: 'nobody knows\u001B[31m', suggestions: [] };

    expect(endDescription('demo/web', { kind: 'error', error }, { of: 2 })).toBe(
      'demo/web (one of 2 services): failed, what was changed is not known: nobody knows',
    );
    expect(endDescription('demo/web', { kind: 'reached', what: 'BAKE_TIME' }, { after: arn, of: 1 })).toMatch(
      /^demo\/web: .*; goes on at AWS$/,
    );
  });

  it.each([
    ['x'.repeat(140), 'x'.repeat(140)],
    ['x'.repeat(141), `${'x'.repeat(139)}…`],
    ['🚀'.repeat(140), '🚀'.repeat(140)],
    ['🚀'.repeat(141), `${'🚀'.repeat(139)}…`],
    [`${'x'.repeat(138)}🚀🚀🚀`, `${'x'.repeat(138)}🚀…`],
  ])('has 140 characters at most, and none of them in half: %s', (text, fitted) => {
    expect(fitDescription(text)).toBe(fitted);
    expect(fitDescription(text)).not.toMatch(/[\uD800-\uDFFF]/u);
  });

  it('has nothing of the form of a secret', () => {
    expect(fitDescription('AKIAIOSFODNN7EXAMPLE password=hunter2')).not.toMatch(/hunter2/);
  });
});

describe('an end in part', () => {
  const because = { kind: 'breaker-tripped' } as unknown as Reason;
  const part = partDescription('demo/web', { kind: 'succeeded', because }, { after: arn, done: 1, of: 2 });
  const begun = begunDescription('demo/web', arn, 'brought-in');

  it('is told so that a later run knows it again', () => {
    expect(part).toBe('demo/web (1 of 2 done): released web:2');
    expect(partsDone([part, begun])).toEqual(['demo/web']);
  });

  it.each([
    ['what began again after it', [begun, part]],
    ['an end of all', [endDescription('demo/web', { kind: 'failed-left', because }, { of: 2 })]],
    ['words that nobody of us has written', ['', 'undefined', 'all 2 of 2 done: well']],
  ])('is not taken for %s', (_what, descriptions) => {
    expect(partsDone(descriptions)).toEqual([]);
  });
});

describe('why GitHub was not told', () => {
  const rows: readonly [GitHubRefusal, string][] = [
    [
      { kind: 'no-run', missing: ['GITHUB_REPOSITORY', 'GITHUB_SHA'] },
      'GITHUB_REPOSITORY and GITHUB_SHA are not set: only a step of GitHub Actions can do it',
    ],
    [
      { kind: 'no-token' },
      'neither GITHUB_TOKEN nor GH_TOKEN is set: give the step "GITHUB_TOKEN: ${{ github.token }}" under env',
    ],
    [
      { kind: 'answered', status: 401, message: 'Bad credentials' },
      'GitHub answered 401 (Bad credentials): the token is not valid, or not any more',
    ],
    [
      { kind: 'answered', status: 403, message: 'Resource not accessible by integration' },
      'GitHub answered 403 (Resource not accessible by integration): give the job "permissions: deployments: write"',
    ],
    [
      { kind: 'answered', status: 422, message: 'No ref found for: x' },
      'GitHub answered 422 (No ref found for: x): see whether the repository still has this commit, and whether the environment and its URL are ones that GitHub takes',
    ],
    [{ kind: 'answered', status: 502, message: '' }, 'GitHub answered 502'],
    [{ kind: 'no-answer', withinMilliseconds: 3_000 }, 'GitHub did not answer within 3 s'],
    [
      { kind: 'unreachable', error: 'connect ECONNREFUSED\n::error::x' },
      'GitHub could not be reached: connect ECONNREFUSED ::error::x',
    ],
  ];

  it.each(rows)('%j', (because, words) => {
    expect(describeGitHubRefusal(because)).toBe(words);
  });
});
