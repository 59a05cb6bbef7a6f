import { describe, expect, it } from '@jest/globals';
import type { ReleasePlan } from '../../../../src/model/release-plan.ts';
import type { ReleaseResult } from '../../../../src/model/release-result.ts';
import { versionsOf } from '../../../../src/output/github/versions.ts';
import { emptyRecord, type ReleaseRecord } from '../../../../src/output/github/release-record.ts';
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

describe('what a person had taken back', () => {
  /** Of a way back to `web:6`, whose deployment brings in this revision. */
  function back(to: number, known: Partial<ReleaseResult>, record: Partial<ReleaseRecord> = {}) {
    const result: ReleaseResult = {
      service: aPlan().service,
      action: 'reject',
      outcome: { kind: 'rolled-back-as-asked', because: { kind: 'asked' }, to: 'web:6' },
      final: true,
      changed: 'rolled-back',
      target: { taskDefinition: arn(to) },
      after: { taskDefinition: arn(6), digests: {} },
      next: [],
      startedAt: 0,
      endedAt: 0,
      ...known,
    };
    return versionsOf(result, { ...emptyRecord({ service: 'demo/web', at: 0 }), ...record });
  }

  it('is what was there before, and what serves again has nothing of it', () => {
    const foundImage = `demo/web@${digest}`;

    const { before, after } = back(7, {}, { origin, foundImage, replaces: arn(6) });

    expect(before).toMatchObject({ ...origin, revision: 'web:7', image: foundImage });
    expect(Object.entries(after).filter(([, value]) => value !== undefined)).toEqual([['revision', 'web:6']]);
  });

  it('is so too where the plan says that what serves again has served all along, as under CodeDeploy', () => {
    const plan = aPlan();
    const stop = { mechanism: { kind: 'stop', deploymentId: 'd-1', isInstant: true } } as const;
    const current = { ...plan.current, taskDefinition: arn(6), origin };

    const { before, after } = back(7, { plan: { ...plan, current, wayBack: stop } });

    expect([before.revision, after.revision, after.commit]).toEqual(['web:7', 'web:6', origin.commit]);
  });

  it('is not what the deployment of a way back brings in', () => {
    const { before, after } = back(6, { before: { taskDefinition: arn(7) } }, { origin });

    expect([before.revision, after.revision, after.commit]).toEqual(['web:7', 'web:6', origin.commit]);
  });
});
