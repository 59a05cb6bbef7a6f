import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCommit, type Commit } from '../../../../src/images/source/read-commit.ts';
import { relationTo } from '../../../../src/images/source/relation.ts';
import { aFolder, aRepository, commitAll, run } from './a-repository.ts';

/** main: a – b – c, and side: a – d; main is checked out. */
function aHistory(...init: string[]): { root: string; a: string; b: string; c: string; d: string } {
  const root = aRepository(undefined, ...init);
  const a = run(root, 'rev-parse', 'HEAD');
  run(root, 'switch', '--quiet', '--create', 'side');
  const d = commitAll(root, 'd');
  run(root, 'switch', '--quiet', 'main');
  return { root, a, b: commitAll(root, 'b'), c: commitAll(root, 'c'), d };
}

async function at(root: string, sha: string): Promise<Commit> {
  return { ...(await readCommit(root, {})), sha };
}

const dirty = (sha: string, changes = '0123456789ab'): string => `${sha}-dirty-${changes}`;

describe.each([[[]], [['--object-format=sha256']]])('ours against what runs %j', (init) => {
  it('is the same, newer, older or diverged', async () => {
    const { root, a, b, c, d } = aHistory(...init);
    const ours = await at(root, b);

    expect(await relationTo(b, ours)).toEqual({ kind: 'same' });
    expect(await relationTo(a, ours)).toEqual({ kind: 'newer' });
    expect(await relationTo(c, ours)).toEqual({ kind: 'older' });
    expect(await relationTo(d, ours)).toEqual({ kind: 'diverged' });
  });

  it('is found by an abbreviation, in capitals too', async () => {
    const { root, a, b } = aHistory(...init);
    const ours = await at(root, b);

    expect(await relationTo(a.slice(0, 8).toUpperCase(), ours)).toEqual({ kind: 'newer' });
    expect(await relationTo(b.slice(0, 7), ours)).toEqual({ kind: 'same' });
  });
});

describe('a dirty tree', () => {
  it('is a step after its commit', async () => {
    const { root, b } = aHistory();
    const ours = await at(root, b);

    expect(await relationTo(b, ours, dirty(b))).toEqual({ kind: 'newer' });
    expect(await relationTo(dirty(b), ours)).toEqual({ kind: 'older' });
    expect(await relationTo(dirty(b), ours, dirty(b))).toEqual({ kind: 'same' });
    expect(await relationTo(dirty(b), ours, dirty(b, 'ffffffffffff'))).toEqual({ kind: 'diverged' });
  });

  it('stands to other commits as its commit does', async () => {
    const { root, a, b, c, d } = aHistory();
    const ours = await at(root, b);

    expect(await relationTo(dirty(a), ours)).toEqual({ kind: 'newer' });
    expect(await relationTo(dirty(c), ours, dirty(b))).toEqual({ kind: 'older' });
    expect(await relationTo(d, ours, dirty(b))).toEqual({ kind: 'diverged' });
  });
});

describe('nothing is known', () => {
  const elsewhere = 'f'.repeat(40);

  it('of a commit that is not there', async () => {
    const { root, c } = aHistory();

    expect(await relationTo(elsewhere, await at(root, c))).toEqual({
      kind: 'unknown',
      why: 'not-in-this-clone',
    });
  });

  it.each(['v1.2', 'latest', '', 'main', '12345', 'HEAD', '--help', 'a\nb'])(
    'of what is no commit: %j',
    async (running) => {
      const { root, c } = aHistory();
      run(root, 'tag', 'v1.2');

      expect(await relationTo(running, await at(root, c))).toMatchObject({ kind: 'unknown' });
    },
  );

  it('of a branch that is named like a commit', async () => {
    const { root, c } = aHistory();
    run(root, 'branch', 'deadbeef', 'HEAD~1');

    expect(await relationTo('deadbeef', await at(root, c))).toMatchObject({ kind: 'unknown' });
  });

  it('of a SHA that is a file, not a commit', async () => {
    const { root, c } = aHistory();

    expect(await relationTo(run(root, 'rev-parse', 'HEAD:app.txt'), await at(root, c))).toMatchObject({
      kind: 'unknown',
    });
  });
});

describe('in a shallow clone', () => {
  async function aShallowClone(
    depth: number,
  ): Promise<{ ours: Commit; clone: string } & ReturnType<typeof aHistory>> {
    const history = aHistory();
    const clone = path.join(aFolder(), 'clone');
    run(
      history.root,
      'clone',
      '--quiet',
      '--depth',
      String(depth),
      '--no-single-branch',
      `file://${history.root}`,
      clone,
    );
    return { ...history, clone, ours: await readCommit(clone, {}) };
  }

  it('what is found is certain', async () => {
    const { ours, b, c } = await aShallowClone(2);

    expect(await relationTo(b, ours)).toEqual({ kind: 'newer' });
    expect(await relationTo(c, { ...ours, sha: b })).toEqual({ kind: 'older' });
    expect(await relationTo(c, ours)).toEqual({ kind: 'same' });
  });

  it('what is not found proves nothing', async () => {
    const { ours, a, d } = await aShallowClone(1);

    expect(await relationTo(a, ours)).toEqual({ kind: 'unknown', why: 'shallow' });
    expect(await relationTo(d, ours)).toEqual({ kind: 'unknown', why: 'shallow' });
  });

  it('and it is certain once the history is fetched', async () => {
    const { clone, a, d } = await aShallowClone(1);
    run(clone, 'fetch', '--quiet', '--unshallow');
    const ours = await readCommit(clone, {});

    expect(await relationTo(a, ours)).toEqual({ kind: 'newer' });
    expect(await relationTo(d, ours)).toEqual({ kind: 'diverged' });
  });
});

it('a partial clone fetches nothing to answer', async () => {
  const { root, a } = aHistory();
  run(root, 'config', 'uploadpack.allowFilter', 'true');
  const clone = path.join(aFolder(), 'clone');
  run(root, 'clone', '--quiet', '--filter=tree:0', `file://${root}`, clone);
  run(clone, 'remote', 'set-url', 'origin', 'file:///gone');

  expect(await relationTo(a, await readCommit(clone, {}))).toEqual({ kind: 'newer' });
  expect(await relationTo('f'.repeat(40), await readCommit(clone, {}))).toMatchObject({ kind: 'unknown' });
});
