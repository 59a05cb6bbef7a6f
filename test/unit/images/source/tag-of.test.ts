import { chmodSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesOf } from '../../../../src/images/source/changes.ts';
import { readCommit } from '../../../../src/images/source/read-commit.ts';
import { tagOf } from '../../../../src/images/source/tag-of.ts';
import { aFolder, aRepository, commitAll, run, write } from './a-repository.ts';

async function tag(root: string, allowDirty = true): Promise<string> {
  const commit = await readCommit(root, {});
  const changes = await changesOf(commit, { context: root, dockerfile: path.join(root, 'Dockerfile') });
  return tagOf(commit, changes, { allowDirty });
}

describe('the tag', () => {
  it('of a clean tree is the whole SHA', async () => {
    const root = aRepository();

    expect(await tag(root, false)).toBe(run(root, 'rev-parse', 'HEAD'));
  });

  it('of a dirty tree is refused, with the files and what to do', async () => {
    const root = aRepository();
    write(root, { 'app.txt': 'two', a: '', b: '', c: '', d: '' });

    await expect(tag(root, false)).rejects.toMatchObject({
      code: 'refused.dirty_tree',
      message: `5 files differ from the commit ${run(root, 'rev-parse', 'HEAD').slice(0, 12)}: a, app.txt, b and 2 more`,
      suggestions: [expect.stringContaining('Commit'), expect.stringContaining('--allow-dirty')],
      details: { files: ['a', 'app.txt', 'b', 'c', 'd'] },
    });
  });

  it('of a dirty tree that is allowed says so, and fits a registry', async () => {
    const root = aRepository();
    write(root, { 'app.txt': 'two' });

    expect(await tag(root)).toMatch(/^[0-9a-f]{40}-dirty-[0-9a-f]{12}$/);
  });

  it('of a dirty tree of SHA-256 fits as well', async () => {
    const root = aRepository({ a: '1' }, '--object-format=sha256');
    write(root, { a: '2' });

    expect(await tag(root)).toMatch(/^(?=.{1,128}$)[0-9a-f]{64}-dirty-[0-9a-f]{12}$/);
  });

  it('is the same on another machine, staged or not, with other settings of git', async () => {
    const root = aRepository({ Dockerfile: '', a: 'x\n'.repeat(40), b: '1' });
    const clone = path.join(aFolder(), 'clone');
    run(root, 'clone', '--quiet', root, clone);
    const change = (at: string): void => {
      write(at, { a: `${'x\n'.repeat(20)}y\n${'x\n'.repeat(19)}`, new: '1', bytes: Buffer.from([0, 255]) });
      rmSync(path.join(at, 'b'));
      symlinkSync('a', path.join(at, 'link'));
    };
    change(root);
    change(clone);
    run(clone, 'add', 'a', 'b');
    run(clone, 'config', 'diff.noprefix', 'true');
    run(clone, 'config', 'diff.context', '9');
    run(clone, 'config', 'diff.external', 'false');
    run(clone, 'config', 'core.abbrev', '9');
    chmodSync(path.join(clone, 'new'), 0o600);

    expect(await tag(clone)).toBe(await tag(root));
  });

  it('is another one in each way to differ', async () => {
    const root = aRepository({ Dockerfile: '', a: '1', b: '1' });
    const base = run(root, 'rev-parse', 'HEAD');
    const seen = new Set<string>();
    const states: (() => void)[] = [
      () => write(root, { a: '2' }),
      () => write(root, { a: '3' }),
      () => chmodSync(path.join(root, 'a'), 0o755),
      () => rmSync(path.join(root, 'a')),
      () => symlinkSync('b', path.join(root, 'a')),
      () => write(root, { 'new/a': '' }),
      () => chmodSync(path.join(root, 'new/a'), 0o755),
      () => renameSync(path.join(root, 'new/a'), path.join(root, 'new/b')),
      () => run(root, 'mv', 'b', 'c'),
      () => run(root, 'init', '--quiet', 'nested'),
      () => write(root, { 'nested/x': '1' }),
      () => commitAll(path.join(root, 'nested')),
    ];
    for (const change of states) {
      change();
      seen.add(await tag(root));
    }

    expect(seen.size).toBe(states.length);
    expect([...seen].every((one) => one.startsWith(`${base}-dirty-`))).toBe(true);
  });

  it('follows a submodule to another commit and to changes in it', async () => {
    const inner = aRepository({ 'inner.txt': '1\n' });
    const root = aRepository();
    run(root, 'submodule', '--quiet', 'add', inner, 'sub');
    commitAll(root);
    const sub = path.join(root, 'sub');
    write(sub, { 'inner.txt': '2\n' });
    const edited = await tag(root);
    commitAll(sub);
    const committed = await tag(root);
    write(sub, { 'inner.txt': '3\n' });

    expect(new Set([edited, committed, await tag(root)]).size).toBe(3);
  });
});

it('any change of content, name or mode changes the tag, and looking again does not', async () => {
  const root = aRepository({ Dockerfile: 'FROM scratch\n', tracked: '0' });
  const file = fc.record({
    name: fc.oneof(fc.constant('tracked'), fc.stringMatching(/^[a-z ]{0,2}[a-z"'*é]$/)),
    content: fc.oneof(fc.constant('0'), fc.string({ maxLength: 4 }), fc.constant('x'.repeat(100_000))),
    isExecutable: fc.boolean(),
  });
  const files = fc.uniqueArray(file, { minLength: 1, maxLength: 3, selector: ({ name }) => name });
  type File = { name: string; content: string; isExecutable: boolean };
  const tagWith = async (list: readonly File[]): Promise<string> => {
    run(root, 'clean', '--quiet', '--force', '-d');
    run(root, 'checkout', '--quiet', '--', '.');
    for (const { name, content, isExecutable } of list) {
      write(root, { [name]: content });
      chmodSync(path.join(root, name), isExecutable ? 0o755 : 0o644);
    }
    return tag(root);
  };
  const state = (list: readonly File[]): string =>
    JSON.stringify(
      list
        .filter(({ name, content, isExecutable }) => name !== 'tracked' || content !== '0' || isExecutable)
        .map(({ name, content, isExecutable }) => [name, content, isExecutable])
        .sort(),
    );

  await fc.assert(
    fc.asyncProperty(files, files, async (one, other) => {
      const first = await tagWith(one);
      expect(await tag(root)).toBe(first);
      expect((await tagWith(other)) === first).toBe(state(one) === state(other));
    }),
    { numRuns: 25 },
  );
}, 60_000);
