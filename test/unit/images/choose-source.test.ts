import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chooseSource } from '../../../src/images/choose-source.ts';
import { aFolder, aRepository, commitAll, write } from './source/a-repository.ts';

function sourceOf(context: string, tag?: string) {
  const settings = {
    repository: 'shop/web',
    context,
    dockerfile: path.join(context, 'Dockerfile'),
    platforms: [],
    buildArgs: {},
    secrets: [],
    ssh: [],
    cacheFrom: [],
    cacheTo: [],
  };
  return chooseSource({ settings, tag, allowDirty: false, environment: {} });
}

describe('what an image is made from', () => {
  it('is looked at again, since people go on working', async () => {
    const root = aRepository();
    const source = await sourceOf(root);
    expect(await source.readAgain?.()).toBe(source.revision);

    write(root, { 'app.txt': 'two' });
    expect(await source.readAgain?.()).toMatch(new RegExp(`^${source.revision ?? ''}-dirty-`));

    const next = commitAll(root);
    expect(await source.readAgain?.()).toBe(next);
  });

  it('is unknown outside of a repository, where a tag will do', async () => {
    const folder = aFolder();

    expect(await sourceOf(folder, 'v1')).toEqual({ tag: 'v1', isTagGiven: true, changes: [] });
    await expect(sourceOf(folder)).rejects.toMatchObject({ code: 'usage.not_a_git_repository' });
  });
});
