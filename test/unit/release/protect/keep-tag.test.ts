import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgePolicy, keepRule } from '../../../../src/release/protect/keep-rule.ts';
import { keepTag, keepTagsOf } from '../../../../src/release/protect/keep-tag.ts';

const name = fc.stringMatching(/^[a-zA-Z][\w-]{0,254}$/);
const digest = fc.stringMatching(/^sha256:[0-9a-f]{64}$/);

describe('the tags that keep images', () => {
  it('are tags that ECR takes, however long the name of the service is', () => {
    fc.assert(
      fc.property(name, digest, (service, one) => {
        const arn = `arn:aws:ecs:us-east-1:123456789012:service/prod/${service}`;
        expect(keepTag(keepTagsOf({ arn, service }), one)).toMatch(/^[\w][\w.-]{0,127}$/);
      }),
    );
  });

  it('tell services of one name in two clusters apart', () => {
    const of = (cluster: string): string =>
      keepTagsOf({ arn: `arn:aws:ecs:us-east-1:123456789012:service/${cluster}/web`, service: 'web' });
    expect(of('prod')).not.toBe(of('staging'));
  });
});

describe('the lifecycle policy', () => {
  const rule = (rulePriority: number, selection: object) => ({
    rulePriority,
    selection,
    action: { type: 'expire' },
  });
  const untagged = { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 5 };
  const text = (...rules: readonly object[]): string => JSON.stringify({ rules });

  it('gets the rule as its first, and keeps the others in their order', () => {
    const { policy, withRule = '' } = judgePolicy(text(rule(20, { a: 1 }), rule(10, untagged)));
    expect(policy).toBe('absent');
    expect(JSON.parse(withRule)).toEqual({ rules: [keepRule, rule(2, untagged), rule(3, { a: 1 })] });
  });

  it('gets it moved to the front where it stands behind another', () => {
    const { policy, withRule = '' } = judgePolicy(text(rule(1, untagged), { ...keepRule, rulePriority: 2 }));
    expect(policy).toBe('absent');
    expect(JSON.parse(withRule)).toEqual({ rules: [keepRule, rule(2, untagged)] });
  });

  it.each([
    [text({ ...keepRule, rulePriority: 5 }, rule(6, untagged)), 'kept'],
    [text({ ...keepRule, selection: { ...keepRule.selection, countNumber: 10 } }), 'absent'],
    [undefined, 'none'],
    ['no JSON', 'unknown'],
    ['{}', 'unknown'],
  ])('%s is %s', (policy, judged) => {
    expect(judgePolicy(policy).policy).toBe(judged);
  });
});
