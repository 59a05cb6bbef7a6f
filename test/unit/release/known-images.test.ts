import { describe, expect, it } from '@jest/globals';
import { knownImages } from '../../../src/release/known-images.ts';
import { aRevision } from './a-revision.ts';

const one = `sha256:${'1'.repeat(64)}`;
const two = `sha256:${'2'.repeat(64)}`;

describe('knownImages', () => {
  it('knows what the revision pins, in every container', () => {
    const images = { app: `shop/web@${one}`, proxy: `shop/proxy:7@${two}`, log: 'shop/log:1' };

    expect(knownImages(aRevision(images))).toEqual([
      { container: 'app', image: images.app, digest: one },
      { container: 'proxy', image: images.proxy, digest: two },
    ]);
  });

  it('takes the note of an earlier release for the only image that is not pinned', () => {
    expect(knownImages(aRevision({ app: 'shop/web:1' }, { 'ecsdeploy:digest': one }))).toEqual([
      { container: 'app', image: 'shop/web:1', digest: one, isNote: true },
    ]);
  });

  it('finds the container of the note by the tag that was released with it', () => {
    const tags = { 'ecsdeploy:digest': one, 'ecsdeploy:tag': '4f2a9c1' };

    expect(knownImages(aRevision({ app: 'shop/web:4f2a9c1', log: 'shop/log:1' }, tags))).toEqual([
      { container: 'app', image: 'shop/web:4f2a9c1', digest: one, isNote: true },
    ]);
  });

  it('guesses nothing: a note that could be about several containers is about none', () => {
    const tags = { 'ecsdeploy:digest': one };

    expect(knownImages(aRevision({ app: 'shop/web:1', log: 'shop/log:1' }, tags))).toEqual([]);
    expect(
      knownImages(aRevision({ app: 'shop/web:1', log: 'shop/web:1' }, { ...tags, 'ecsdeploy:tag': '1' })),
    ).toEqual([]);
  });

  it('does not give the digest of the pinned image to another container', () => {
    const images = { app: `shop/web@${one}`, log: 'shop/log:1' };

    expect(knownImages(aRevision(images, { 'ecsdeploy:digest': one }))).toHaveLength(1);
  });
});
