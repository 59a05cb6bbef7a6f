import { describe, expect, it } from '@jest/globals';
import type { PastRelease } from '../../src/model/past-release.ts';
import { releasesCalled } from '../../src/release/history/releases-called.ts';

const arn = 'arn:aws:ecs:us-east-1:123456789012';

function release(id: string, more: Partial<PastRelease> = {}): PastRelease {
  return { id, source: 'ecs', createdAt: 0, outcome: 'succeeded', origin: {}, serves: false, ...more };
}

const newest = release('Ab3dE5gH1jK2mN4pQ6rS8', {
  arn: `${arn}:service-deployment/prod/web/Ab3dE5gH1jK2mN4pQ6rS8`,
  serviceRevisionArn: `${arn}:service-revision/prod/web/1122334455667788990`,
  taskDefinition: `${arn}:task-definition/web:12`,
  origin: { commit: 'ABC1234def', tag: 'v2', digest: `sha256:${'a'.repeat(64)}` },
});
const older = release('d-A1B2C3D4E', {
  source: 'codedeploy',
  taskDefinition: `${arn}:task-definition/web:1`,
  origin: { commit: 'abc1234999', tag: '12' },
  digests: { app: `sha256:${'b'.repeat(64)}` },
});
const releases = [newest, older];

describe('releasesCalled', () => {
  it.each([
    ['a whole commit, in any case', 'abc1234DEF', [newest]],
    ['the beginning of a commit', 'abc1234d', [newest]],
    ['the beginning of two commits', 'abc1234', [newest, older]],
    ['fewer characters of a commit than git shows', 'abc123', []],
    ['a tag', 'v2', [newest]],
    ['a digest', `sha256:${'b'.repeat(64)}`, [older]],
    ['the beginning of a digest', 'sha256:aaaaaa', [newest]],
    ['the algorithm alone', 'sha256:', []],
    ['family and revision', 'web:1', [older]],
    ['the ARN of a revision', `${arn}:task-definition/web:12`, [newest]],
    ['a number that is one revision and another tag', '12', [newest, older]],
    ['a deployment', 'd-A1B2C3D4E', [older]],
    ['the beginning of a deployment', 'Ab3d', [newest]],
    ['the ARN of a service deployment', newest.arn ?? '', [newest]],
    ['nothing', ' ', []],
    ['something else', 'main', []],
  ])('finds by %s', (_, name, expected) => {
    expect(releasesCalled(releases, name)).toEqual(expected);
  });

  it('takes a whole name before the beginning of another', () => {
    const tagged = release('x1', { origin: { tag: 'abc1234' } });
    expect(releasesCalled([newest, tagged], 'abc1234')).toEqual([tagged]);
  });
});
