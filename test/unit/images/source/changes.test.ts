import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { changesOf } from '../../../../src/images/source/changes.ts';
import { readCommit } from '../../../../src/images/source/read-commit.ts';
import { aFolder, aRepository, commitAll, run, write } from './a-repository.ts';

/** What is dirty for a build of the folder `app`, or of the root. */
async function changed(root: string, context = '.', dockerfile = `${context}/Dockerfile`): Promise<string[]> {
  const paths = { context: path.resolve(root, context), dockerfile: path.resolve(root, dockerfile) };
  const changes = await changesOf(await readCommit(root, {}), paths);
  return changes.map(({ shown, now }) => `${now.kind} ${shown}`);
}

const shop = {
  'app/Dockerfile': 'FROM scratch\n',
  'app/main.js': '1\n',
  'docs/page.md': '1\n',
  '.gitignore': '*.log\n',
};

describe('a working tree is dirty', () => {
  it('with no file when nothing changed, though times did', async () => {
    const root = aRepository(shop);
    utimesSync(path.join(root, 'app/main.js'), 1, 1);

    expect(await changed(root, 'app')).toEqual([]);
  });

  it('by tracked files anywhere: edited, staged, deleted, moved, conflicting, of another mode or kind', async () => {
    const root = aRepository({ ...shop, a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' });
    run(root, 'switch', '--quiet', '--create', 'side');
    write(root, { f: '2' });
    commitAll(root);
    run(root, 'switch', '--quiet', 'main');
    write(root, { f: '3' });
    commitAll(root);
    expect(() => run(root, 'merge', 'side')).toThrow();
    write(root, { a: '2', b: '2', 'docs/page.md': '2' });
    run(root, 'add', 'b');
    rmSync(path.join(root, 'c'));
    chmodSync(path.join(root, 'd'), 0o755);
    run(root, 'mv', 'e', 'docs/e');
    rmSync(path.join(root, 'app/main.js'));
    symlinkSync('Dockerfile', path.join(root, 'app/main.js'));

    expect(await changed(root, 'app')).toEqual([
      'file a',
      'link app/main.js',
      'file b',
      'gone c',
      'file d',
      'file docs/e',
      'file docs/page.md',
      'gone e',
      'file f',
    ]);
  });

  it('by new files where they can get into the image, unless they are ignored', async () => {
    const root = aRepository(shop);
    write(root, { 'app/new.js': '', 'app/deep/er.js': '', 'app/a.log': '', 'docs/new.md': '', new: '' });

    expect(await changed(root, 'app')).toEqual(['untracked app/deep/er.js', 'untracked app/new.js']);
    expect(await changed(root)).toEqual([
      'untracked app/deep/er.js',
      'untracked app/new.js',
      'untracked docs/new.md',
      'untracked new',
    ]);
  });

  it('by a new Dockerfile and a new ignore file beside it, wherever they are', async () => {
    const root = aRepository(shop);
    write(root, { 'docker/web': '', 'docker/web.dockerignore': '', 'docker/other': '' });

    expect(await changed(root, 'app', 'docker/web')).toEqual([
      'untracked docker/web',
      'untracked docker/web.dockerignore',
    ]);
  });

  it('not by a Dockerfile outside of the repository', async () => {
    const root = aRepository(shop);
    const elsewhere = aFolder();
    write(elsewhere, { Dockerfile: 'FROM scratch' });

    expect(await changed(root, 'app', path.join(elsewhere, 'Dockerfile'))).toEqual([]);
  });

  it('by a file that only left the index, as what it is on disk', async () => {
    const root = aRepository(shop);
    run(root, 'rm', '--quiet', '--cached', 'app/main.js', 'docs/page.md');

    expect(await changed(root, 'app')).toEqual(['untracked app/main.js', 'gone docs/page.md']);
  });

  it('with names of any bytes', async () => {
    const root = aRepository({ Dockerfile: '', 'with space': '1' });
    const strange = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0x0a, 0x22])]);
    writeFileSync(strange, '1');
    write(root, { 'with space': '2', grün: '1', '*': '1', ' x': '1' });

    expect(await changed(root)).toEqual([
      'untracked " x"',
      'untracked *',
      'untracked "f\uFFFD\\n\\""',
      'untracked grün',
      'file with space',
    ]);
  });

  it('whatever git is told to show', async () => {
    const root = aRepository({ ...shop, moved: 'a long enough text to be found again\n' });
    for (const [name, value] of [
      ['status.showUntrackedFiles', 'no'],
      ['status.relativePaths', 'true'],
      ['status.renames', 'copies'],
      ['diff.ignoreSubmodules', 'all'],
      ['core.quotePath', 'true'],
      ['color.ui', 'always'],
    ] as const) {
      run(root, 'config', name, value);
    }
    renameSync(path.join(root, 'moved'), path.join(root, 'app/moved'));
    run(root, 'add', '--all');

    expect(await changed(root, 'app')).toEqual(['file app/moved', 'gone moved']);
  });

  it('only takes the context literally', async () => {
    const root = aRepository({ 'a*/Dockerfile': '', 'ab/x': '' });
    write(root, { 'ab/new': '', 'a*/new': '' });

    expect(await changed(root, 'a*')).toEqual(['untracked a*/new']);
  });

  it('and a context behind a symbolic link is the folder that it leads to', async () => {
    const root = aRepository(shop);
    const link = path.join(aFolder(), 'link');
    symlinkSync(path.join(root, 'app'), link);
    write(root, { 'app/new.js': '' });

    expect(await changed(root, link)).toEqual(['untracked app/new.js']);
  });
});

describe('repositories in the repository', () => {
  function withSubmodule(): string {
    const inner = aRepository({ 'inner.txt': '1\n' });
    const root = aRepository(shop);
    run(root, 'submodule', '--quiet', 'add', inner, 'app/sub');
    commitAll(root);
    return root;
  }

  it('count when a submodule has another commit, changes or new files', async () => {
    const root = withSubmodule();
    expect(await changed(root, 'app')).toEqual([]);

    write(root, { 'app/sub/inner.txt': '2\n', 'app/sub/new.txt': '' });
    expect(await changed(root, 'app')).toEqual(['file app/sub/inner.txt', 'untracked app/sub/new.txt']);
    expect(await changed(root, 'docs', 'app/Dockerfile')).toEqual(['file app/sub/inner.txt']);

    commitAll(path.join(root, 'app/sub'));
    expect(await changed(root, 'app')).toEqual(['repository app/sub']);
  });

  it('do not count when a submodule is not checked out', async () => {
    const clone = path.join(aFolder(), 'clone');
    run(clone.slice(0, -6), 'clone', '--quiet', withSubmodule(), clone);

    expect(await changed(clone, 'app')).toEqual([]);
  });

  it('count with all that is in them when they are no submodules', async () => {
    const root = aRepository(shop);
    mkdirSync(path.join(root, 'app/nested'));
    run(path.join(root, 'app/nested'), 'init', '--quiet', '--initial-branch=main');
    write(root, { 'app/nested/new': '' });

    expect(await changed(root, 'app')).toEqual(['repository app/nested', 'untracked app/nested/new']);
    expect(await changed(root, 'docs', 'app/Dockerfile')).toEqual([]);
  });
});

describe('a build context', () => {
  it('outside of the repository is refused', async () => {
    await expect(changed(aRepository(shop), aFolder())).rejects.toMatchObject({
      code: 'refused.context_elsewhere',
    });
  });

  it('must be there', async () => {
    await expect(changed(aRepository(shop), 'nowhere')).rejects.toMatchObject({ code: 'build.no_context' });
  });
});
