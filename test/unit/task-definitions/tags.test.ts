import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { originIn, originTags, tagsOfNewRevision } from '../../../src/task-definitions/tags.ts';

describe('the tags of a new revision', () => {
  it('say what it was made from, as far as that is known', () => {
    expect(originTags({ commit: 'abc' })).toEqual([{ key: 'ecsdeploy:commit', value: 'abc' }]);
    expect(originTags({})).toEqual([]);
  });

  it('have a commit message as a sentence that AWS takes, without a word about it', () => {
    const origin = originTags({ subject: "fix(api): don't  retry, ever (#12) 🚀" });
    const { tags, altered } = tagsOfNewRevision([], origin);

    expect(tags).toEqual([{ key: 'ecsdeploy:subject', value: 'fix api: dont retry ever 12' }]);
    expect(altered).toEqual([]);
    expect(originTags({ subject: '🚀' })).toEqual([]);
  });

  it('can be read back', () => {
    const origin = {
      commit: 'abc',
      digest: 'sha256:1',
      tag: 'v2',
      subject: 'Faster baskets',
      by: 'dependabot-bot-',
      run: 'https://github.com/acme/web/actions/runs/7',
    };
    expect(originIn(originTags(origin))).toEqual(origin);
    expect(originTags({ by: 'dependabot[bot]' })).toEqual([{ key: 'ecsdeploy:by', value: origin.by }]);
  });

  it('tell what had to change', () => {
    const { tags, altered } = tagsOfNewRevision([], [{ key: 'branch', value: 'feat#1 ünü' }]);

    expect(tags).toEqual([{ key: 'branch', value: 'feat-1 ünü' }]);
    expect(altered).toEqual([{ key: 'branch', value: 'feat#1 ünü', becomes: 'feat-1 ünü' }]);
  });

  it('leave out what has no room', () => {
    const full = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }));
    const { tags, altered } = tagsOfNewRevision(full, originTags({ commit: 'abc' }));

    expect(tags).toEqual(full);
    expect(altered).toEqual([{ key: 'ecsdeploy:commit', value: 'abc' }]);
  });

  it('are legal whatever is asked for, and stay as they are once legal', () => {
    const tag = fc.record({
      key: fc.string({ unit: 'binary' }),
      value: fc.string({ unit: 'binary', maxLength: 400 }),
    });
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 60 }), (wished) => {
        const { tags } = tagsOfNewRevision(wished, []);

        expect(tags.length).toBeLessThanOrEqual(50);
        expect(new Set(tags.map(({ key }) => key)).size).toBe(tags.length);
        for (const { key, value } of tags) {
          expect(key).toMatch(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu);
          expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
        }
      }),
      { numRuns: 50 },
    );
  });
});
