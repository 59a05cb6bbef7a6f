import { describe, expect, it } from '@jest/globals';
import type { ReleasePlan } from '../../../../src/model/release-plan.ts';
import type { ReleaseResult } from '../../../../src/model/release-result.ts';
import { versionsOf } from '../../../../src/output/github/versions.ts';
import { aPlan, arn, digest } from '../a-release.ts';

const other = `sha256:${'e'.repeat(64)}`;
const origin = { digest, tag: '1.4.2', commit: '4f2a9c1d', subject: 'feat: search' };

/** Of a release whose plan wants these images of a revision that was made from `origin`. */
function versions(target: Partial<ReleasePlan['target']>) {
  const plan = aPlan();
  const result: ReleaseResult = {
    service: plan.service,
    action: 'deploy',
    outcome: { kind: 'nothing-to-do', because: { kind: 'nothing-differs' } },
    final: true,
    changed: 'nothing',
    target: { taskDefinition: arn(6) },
    plan: {
      ...plan,
      current: { ...plan.current, origin },
      target: { family: 'web', images: [], digests: { web: digest }, ...target },
    },
    next: [],
    startedAt: 0,
    endedAt: 0,
  };
  return versionsOf(result, undefined).after;
}

describe('what a release brings in', () => {
  it.each<[string, Partial<ReleasePlan['target']>]>([
    ['nothing was asked for', {}],
    ['the same was asked for by its digest', { asked: [{ container: 'web', image: 'demo/web', digest }] }],
  ])('is what was released last, where its image stays: %s', (_, target) => {
    expect(versions(target)).toMatchObject(origin);
  });

  it.each<[string, Partial<ReleasePlan['target']>]>([
    ['another image', { digests: { web: other } }],
    ['another container', { asked: [{ container: 'log', image: 'demo/log', digest: other }] }],
    ['a change', { images: [{ container: 'log', after: 'demo/log', digest: other }] }],
  ])('has no tag and commit of what was there before: %s', (_, target) => {
    const { tag, commit, subject } = versions(target);

    expect([tag, commit, subject]).toEqual([undefined, undefined, undefined]);
  });
});
