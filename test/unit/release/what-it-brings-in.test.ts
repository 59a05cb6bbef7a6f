import { describe, expect, it } from '@jest/globals';
import { whatItBringsIn } from '../../../src/release/what-it-brings-in.ts';
import { aRevision } from './a-revision.ts';

const one = `sha256:${'1'.repeat(64)}`;
const two = `sha256:${'2'.repeat(64)}`;
const pinned = { log: `shop/log@${two}`, app: `registry.example:5000/shop/web:7@${one}` };

describe('the image that a revision was released with', () => {
  it('is the one that our note is about, by its digest and without its tag', () => {
    const { image, origin } = whatItBringsIn(aRevision(pinned, { 'ecsdeploy:digest': one }));

    expect([image, origin?.digest]).toEqual([`registry.example:5000/shop/web@${one}`, one]);
  });

  it('is the one that a tag stood for at that time', () => {
    const { image } = whatItBringsIn(aRevision({ app: 'shop/web:7' }, { 'ecsdeploy:digest': one }));

    expect(image).toBe(`shop/web@${one}`);
  });

  it('is the only one that is pinned, where nothing is noted', () => {
    const images = { app: `shop/web@${one}`, log: 'shop/log:1' };

    expect(whatItBringsIn(aRevision(images)).image).toBe(images.app);
  });

  it.each([
    ['several could be meant', aRevision(pinned)],
    ['the note is about another', aRevision(pinned, { 'ecsdeploy:digest': `sha256:${'3'.repeat(64)}` })],
    ['no digest is known', aRevision({ app: 'shop/web:7' })],
    ['the revision is gone', undefined],
  ])('is not guessed: %s', (_, revision) => {
    expect(whatItBringsIn(revision).image).toBeUndefined();
  });
});
