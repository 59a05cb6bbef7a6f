import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideImage } from '../../../src/images/decide-image.ts';

const ours = { revision: 'a'.repeat(40), recipe: 'sha256:1' };

describe('whether an image is built', () => {
  it('builds what the registry does not hold', () => {
    expect(decideImage(ours, undefined, { mayMoveTag: false })).toEqual({ kind: 'build' });
  });

  it('takes what the registry holds when source and recipe are the same', () => {
    expect(decideImage(ours, { ...ours }, { mayMoveTag: false })).toEqual({ kind: 'reuse' });
    expect(decideImage(ours, { ...ours }, { mayMoveTag: true })).toEqual({ kind: 'reuse' });
  });

  it('refuses a commit that was built by another recipe, and says that it was the recipe', () => {
    expect(decideImage(ours, { ...ours, recipe: 'sha256:2' }, { mayMoveTag: false })).toEqual({
      kind: 'refuse',
      because: 'other-recipe',
    });
  });

  it('refuses an image of which nothing says how it was built', () => {
    expect(decideImage(ours, { revision: ours.revision, recipe: undefined }, { mayMoveTag: false })).toEqual({
      kind: 'refuse',
      because: 'unknown-recipe',
    });
  });

  it('builds under a tag that a person chose and the repository lets move', () => {
    expect(decideImage(ours, { revision: 'other', recipe: 'x' }, { mayMoveTag: true })).toEqual({
      kind: 'build',
    });
  });

  it('never takes an image for the same when the source is unknown', () => {
    const unknown = { revision: undefined, recipe: ours.recipe };
    expect(decideImage(unknown, unknown, { mayMoveTag: true })).toEqual({ kind: 'build' });
    expect(decideImage(unknown, unknown, { mayMoveTag: false })).toEqual({
      kind: 'refuse',
      because: 'unknown-source',
    });
  });

  it('only ever reuses what has the same known source and the same recipe', () => {
    const origin = fc.record({
      revision: fc.constantFrom('a', 'b', undefined),
      recipe: fc.constantFrom('1', '2', undefined),
    });
    fc.assert(
      fc.property(
        origin,
        fc.option(origin, { nil: undefined }),
        fc.boolean(),
        (wanted, found, mayMoveTag) => {
          const decision = decideImage({ ...wanted, recipe: wanted.recipe ?? '1' }, found, { mayMoveTag });
          if (decision.kind !== 'reuse') return;
          expect(found?.revision).toBe(wanted.revision);
          expect(found?.revision).toBeDefined();
          expect(found?.recipe).toBe(wanted.recipe ?? '1');
        },
      ),
    );
  });
});
