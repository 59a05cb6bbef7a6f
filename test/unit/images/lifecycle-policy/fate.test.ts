import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredImage } from '../../../../src/aws/repository-images.ts';
import { dueNow, fateOf } from '../../../../src/images/lifecycle-policy/fate.ts';
import { fitsPattern } from '../../../../src/images/lifecycle-policy/fits-tags.ts';
import { parseLifecyclePolicy } from '../../../../src/images/lifecycle-policy/parse-policy.ts';
import { anImage, aPolicy, day, now, type RuleOrder } from './a-repository.ts';

const rulesOf = (text: string) => parseLifecyclePolicy(text) ?? [];
const due = (images: readonly StoredImage[], ...rules: readonly RuleOrder[]) =>
  [...dueNow(rulesOf(aPolicy(...rules)), images, now).keys()].map((digest) => digest.slice('sha256:'.length));
const fate = (images: readonly StoredImage[], name: string, ...rules: readonly RuleOrder[]) => {
  const image = images.find(({ digest }) => digest === `sha256:${name}`);
  if (image === undefined) throw new Error(`no image ${name}`);
  return fateOf(rulesOf(aPolicy(...rules)), images, image, now);
};

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
describe('the examples that AWS documents', () => {
  const betaAndProd = [
    anImage('A', 10, ['beta-1', 'prod-1']),
    anImage('B', 9, ['beta-2', 'prod-2']),
    anImage('C', 8, ['beta-3']),
  ];

  it('keeps what a rule of higher priority keeps', () => {
    expect(due(betaAndProd, { prefixes: ['prod'], keep: 1 }, { prefixes: ['beta'], keep: 1 })).toEqual(['A']);
  });

  it('takes another one where the priorities are the other way round', () => {
    const rules = [
      { prefixes: ['beta'], keep: 1 },
      { prefixes: ['prod'], keep: 1 },
    ];
    expect(due(betaAndProd, ...rules)).toEqual(['A', 'B']);
  });

  it('is about images that have tags of all prefixes, by age', () => {
    const images = [
      anImage('A', 12, ['alpha-1']),
      anImage('B', 11, ['beta-1']),
      anImage('C', 10, ['alpha-2', 'beta-2']),
      anImage('D', 4, ['alpha-3']),
      anImage('E', 3, ['beta-3']),
      anImage('F', 2, ['alpha-4', 'beta-4']),
    ];
    expect(due(images, { prefixes: ['alpha', 'beta'], days: 5 })).toEqual(['C']);
  });

  it('is about images that have tags of all prefixes, by count', () => {
    const images = [
      anImage('A', 10, ['alpha-1', 'beta-1', 'gamma-1']),
      anImage('B', 9, ['alpha-2', 'beta-2']),
      anImage('C', 8, ['alpha-3', 'beta-3', 'gamma-2']),
    ];
    expect(due(images, { prefixes: ['alpha', 'beta'], keep: 1 })).toEqual(['A', 'B']);
  });
});

describe('what becomes of an image', () => {
  const three = [anImage('old', 30, ['v1']), anImage('mid', 20, ['v2']), anImage('new', 1, ['v3'])];

  it('is a date where age counts', () => {
    expect(fate(three, 'mid', { days: 25 })).toEqual({
      kind: 'due-at',
      rule: 1,
      action: 'expire',
      at: now + 5 * day,
      unlessPulled: false,
    });
    expect(fate(three, 'old', { days: 25 })).toEqual({ kind: 'due', rule: 1, action: 'expire' });
  });

  it('is a number of pushes where the count counts', () => {
    expect(fate(three, 'new', { patterns: ['v*'], keep: 2 })).toMatchObject({
      kind: 'due-after-pushes',
      pushes: 2,
    });
    expect(fate(three, 'mid', { patterns: ['v*'], keep: 2 })).toMatchObject({
      kind: 'due-after-pushes',
      pushes: 1,
    });
    expect(fate(three, 'old', { patterns: ['v*'], keep: 2 })).toMatchObject({ kind: 'due' });
  });

  it('is to stay where no rule is about it, or one that takes nothing comes first', () => {
    expect(fate(three, 'old', { prefixes: ['release'], days: 1 })).toEqual({ kind: 'stays' });
    expect(fate(three, 'old', { tagStatus: 'untagged', days: 1 })).toEqual({ kind: 'stays' });
    const kept = fate(three, 'old', { prefixes: ['v1'], keep: 9 }, { days: 1 });
    expect(kept).toMatchObject({ kind: 'due-after-pushes', rule: 1, pushes: 9 });
  });

  it('counts from the last pull, and tells that a pull puts it off', () => {
    const images = [anImage('a', 30, ['v1'], { pulledAt: now - day }), anImage('b', 30, ['v2'])];
    const pulled = { days: 10, countType: 'sinceImagePulled', action: 'transition' };
    expect(fate(images, 'a', pulled)).toMatchObject({
      kind: 'due-at',
      at: now + 9 * day,
      unlessPulled: true,
    });
    expect(fate(images, 'b', pulled)).toEqual({ kind: 'due', rule: 1, action: 'archive' });
  });

  it('is not known where the policy has a word that nobody here knows', () => {
    const strange = { tagStatus: 'any', days: 1, countType: 'sinceImageAdmired' };
    expect(fate(three, 'old', strange)).toEqual({
      kind: 'not-known',
      because: { kind: 'unknown-rule', rule: 1, what: 'countType "sinceImageAdmired"' },
    });
    expect(fate(three, 'old', { tagStatus: 'signed', days: 1 })).toMatchObject({ kind: 'not-known' });
    expect(fate(three, 'old', { days: 1, action: 'shred' })).toMatchObject({ kind: 'not-known' });
    // A rule that is known and comes first decides all the same.
    expect(fate(three, 'old', { prefixes: ['v'], days: 60 }, strange)).toMatchObject({ kind: 'due-at' });
  });

  it('is not known for one of several of the same moment', () => {
    const twins = [anImage('a', 5, ['v1']), anImage('b', 5, ['v2'])];
    expect(fate(twins, 'a', { keep: 1 })).toMatchObject({ because: { kind: 'same-moment' } });
    expect(fate(twins, 'a', { keep: 2 })).toMatchObject({ kind: 'due-after-pushes', pushes: 1 });
  });

  it('is to be held by the list of images that names it', () => {
    const child = anImage('child', 30);
    const index = anImage('index', 30, ['v1'], { isIndex: true, children: ['sha256:child'] });
    expect(fate([child, index], 'child', { days: 5 })).toEqual({ kind: 'held', index: 'sha256:index' });
    expect(fate([child, index], 'index', { days: 5 })).toMatchObject({ kind: 'due' });
    const unread = { ...index, children: undefined };
    expect(fate([child, unread], 'child', { days: 5 })).toMatchObject({
      because: { kind: 'perhaps-in-index' },
    });
  });
});

describe('a policy', () => {
  it.each(['', 'null', '[]', '{"rules":{}}', '{"rules":[null]}', '{"rules":[{"rulePriority":"1"}]}'])(
    'is none that reads %j',
    (text) => {
      expect(parseLifecyclePolicy(text)).toBeUndefined();
    },
  );
});

describe('a pattern of tags', () => {
  it.each([
    ['prod*', 'production', true],
    ['*prod*', 'my-prod-1', true],
    ['*prod', 'prod-1', false],
    ['prod', 'prod', true],
    ['prod', 'prod1', false],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a.c', 'abc', false],
    ['*', '', true],
  ])('%s and the tag %s: %s', (text, tag, fits) => {
    expect(fitsPattern({ kind: 'wildcards', text }, tag)).toBe(fits);
  });

  it('agrees with a regular expression', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '-'), { maxLength: 8 }).map((list) => list.join(''));
    const patterns = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 6 }).map((list) => list.join(''));
    fc.assert(
      fc.property(patterns, letters, (text, tag) => {
        const expected = new RegExp(`^${text.replaceAll('*', '.*')}$`).test(tag);
        expect(fitsPattern({ kind: 'wildcards', text }, tag)).toBe(expected);
      }),
    );
  });
});

describe('every policy', () => {
  const image = fc.record({
    daysAgo: fc.integer({ min: 0, max: 40 }),
    tags: fc.subarray(['prod-1', 'beta-1', 'v1']),
  });
  const images = fc
    .array(image, { maxLength: 12 })
    .map((list) =>
      list.map(({ daysAgo, tags }, index) => anImage(String(index), daysAgo + index / 100, tags)),
    );
  const rule: fc.Arbitrary<RuleOrder> = fc.oneof(
    fc.record({
      prefixes: fc.subarray(['prod', 'beta', 'v'], { minLength: 1 }),
      keep: fc.integer({ min: 1, max: 5 }),
    }),
    fc.record({
      prefixes: fc.subarray(['prod', 'beta', 'v'], { minLength: 1 }),
      days: fc.integer({ min: 1, max: 40 }),
    }),
    fc.record({ tagStatus: fc.constant('untagged'), days: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ keep: fc.integer({ min: 1, max: 5 }) }),
  );
  const rules = fc.array(rule, { maxLength: 4 });

  it('keeps the youngest that each rule of counts is to keep', () => {
    fc.assert(
      fc.property(images, rules, (all, orders) => {
        const gone = due(all, ...orders);
        for (const [index, { keep, prefixes }] of orders.entries()) {
          if (keep === undefined) continue;
          const isAbout = ({ tags }: StoredImage) =>
            prefixes?.every((prefix) => tags.some((tag) => tag.startsWith(prefix))) ?? true;
          const isSeen = (one: StoredImage) =>
            fate(all, one.digest.slice(7), ...orders.slice(0, index)).kind !== 'stays';
          const own = all.filter((one) => isAbout(one) && !isSeen(one));
          const youngest = own.sort((a, b) => b.pushedAt - a.pushedAt).slice(0, keep);
          const keptOfAll = all
            .filter(isAbout)
            .sort((a, b) => b.pushedAt - a.pushedAt)
            .slice(0, keep);
          for (const kept of youngest.filter((one) => keptOfAll.includes(one)))
            expect(gone).not.toContain(kept.digest.slice(7));
        }
      }),
    );
  });

  it('takes nothing more when a rule of lower priority than all is about what they are about', () => {
    fc.assert(
      fc.property(images, rules, rule, (all, orders, last) => {
        const before = due(all, ...orders);
        const after = due(all, ...orders, last);
        expect(after).toEqual(expect.arrayContaining(before));
        for (const name of after.filter((one) => !before.includes(one)))
          expect(fate(all, name, ...orders)).toEqual({ kind: 'stays' });
      }),
    );
  });

  it('takes what it has a date for when that date is over, and not before', () => {
    fc.assert(
      fc.property(images, rules, (all, orders) => {
        const policy = rulesOf(aPolicy(...orders));
        for (const one of all) {
          const found = fateOf(policy, all, one, now);
          if (found.kind !== 'due-at') continue;
          expect(fateOf(policy, all, one, found.at).kind).toBe('due-at');
          expect(fateOf(policy, all, one, found.at + 1).kind).toBe('due');
        }
      }),
    );
  });

  it('takes what it counts pushes for after so many of the same tags, and not before', () => {
    fc.assert(
      fc.property(images, rules, (all, orders) => {
        const policy = rulesOf(aPolicy(...orders));
        for (const one of all) {
          const found = fateOf(policy, all, one, now);
          if (found.kind !== 'due-after-pushes') continue;
          const pushed = Array.from({ length: found.pushes }, (_, index) =>
            anImage(`new${index}`, -1 - index, one.tags),
          );
          expect(fateOf(policy, [...all, ...pushed.slice(1)], one, now).kind).toBe('due-after-pushes');
          expect(fateOf(policy, [...all, ...pushed], one, now).kind).toBe('due');
        }
      }),
    );
  });
});
