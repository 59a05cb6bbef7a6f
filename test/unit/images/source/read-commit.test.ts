import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { branchOfPipeline } from '../../../../src/images/source/branch-of-pipeline.ts';
import { readCommit } from '../../../../src/images/source/read-commit.ts';
import { aFolder, aRepository, commitAll, run, write } from './a-repository.ts';

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env))
    if (!(name in before)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
});

describe('the commit of a directory', () => {
  it('is what is checked out, seen from anywhere in the working tree', async () => {
    const root = aRepository({ 'deep/er/file': '1' });
    run(root, 'commit', '--quiet', '--allow-empty', '-m', 'Pay — with\ntwo lines\n\nand a body');

    expect(await readCommit(path.join(root, 'deep/er'), {})).toEqual({
      root,
      sha: run(root, 'rev-parse', 'HEAD'),
      subject: 'Pay — with two lines',
      branch: 'main',
      isShallow: false,
    });
  });

  it('has the whole name of its branch, also where a tag has the same one', async () => {
    const root = aRepository();
    run(root, 'switch', '--quiet', '--create', 'feature/a');
    run(root, 'tag', 'feature/a');

    expect((await readCommit(root, {})).branch).toBe('feature/a');
  });

  it('may have no message', async () => {
    const root = aRepository();
    run(root, 'commit', '--quiet', '--allow-empty', '--allow-empty-message', '-m', '');

    expect((await readCommit(root, {})).subject).toBeUndefined();
  });

  it('is read in a shallow clone', async () => {
    const origin = aRepository();
    const sha = commitAll(origin, 'second');
    const clone = path.join(aFolder(), 'clone');
    run(origin, 'clone', '--quiet', '--depth', '1', `file://${origin}`, clone);

    expect(await readCommit(clone, {})).toMatchObject({ root: clone, sha, isShallow: true, branch: 'main' });
  });

  it('is read in a worktree, a submodule and behind a symbolic link', async () => {
    const inner = aRepository({ 'inner.txt': '1' });
    const root = aRepository();
    run(root, 'submodule', '--quiet', 'add', inner, 'sub');
    const worktree = path.join(aFolder(), 'tree');
    run(root, 'worktree', 'add', '--quiet', '-b', 'side', worktree);
    const link = path.join(aFolder(), 'link');
    symlinkSync(root, link);

    expect(await readCommit(path.join(root, 'sub'), {})).toMatchObject({
      root: path.join(root, 'sub'),
      sha: run(inner, 'rev-parse', 'HEAD'),
    });
    expect(await readCommit(worktree, {})).toMatchObject({ root: worktree, branch: 'side' });
    expect(await readCommit(link, {})).toMatchObject({ root });
  });

  it('has 64 digits in a repository of SHA-256', async () => {
    const root = aRepository({ a: '1' }, '--object-format=sha256');

    expect((await readCommit(root, {})).sha).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is that of the directory, whatever a hook says about another repository', async () => {
    const root = aRepository();
    const other = aRepository({ b: '2' });
    process.env['GIT_DIR'] = path.join(other, '.git');
    process.env['GIT_WORK_TREE'] = other;
    process.env['GIT_GLOB_PATHSPECS'] = '1';

    expect((await readCommit(root, {})).root).toBe(root);
  });

  it('does not depend on how somebody likes to see a log', async () => {
    const root = aRepository();
    for (const [name, value] of [
      ['log.showSignature', 'true'],
      ['color.ui', 'always'],
      ['format.pretty', 'fuller'],
      ['i18n.logOutputEncoding', 'ISO-8859-1'],
    ] as const) {
      run(root, 'config', name, value);
    }
    run(root, 'commit', '--quiet', '--allow-empty', '-m', 'größer');

    expect((await readCommit(root, {})).subject).toBe('größer');
  });
});

describe('on a detached head', () => {
  const detached = (): string => {
    const root = aRepository();
    run(root, 'checkout', '--quiet', '--detach');
    return root;
  };

  it('there is no branch', async () => {
    expect((await readCommit(detached(), {})).branch).toBeUndefined();
  });

  it('the pipeline is asked', async () => {
    expect((await readCommit(detached(), { CI_COMMIT_REF_NAME: 'side' })).branch).toBe('side');
  });

  it.each([
    [{ GITHUB_HEAD_REF: 'feature', GITHUB_REF_NAME: '12/merge' }, 'feature'],
    [{ GITHUB_HEAD_REF: '', GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch' }, 'main'],
    [{ GITHUB_REF_NAME: 'v1', GITHUB_REF_TYPE: 'tag' }, undefined],
    [{ CI_COMMIT_REF_NAME: 'gitlab' }, 'gitlab'],
    [{ CI_COMMIT_REF_NAME: 'v1', CI_COMMIT_TAG: 'v1' }, undefined],
    [{ BUILDKITE_BRANCH: 'kite' }, 'kite'],
    [{ BUILDKITE_BRANCH: 'v1', BUILDKITE_TAG: 'v1' }, undefined],
    [{ BRANCH_NAME: 'jenkins' }, 'jenkins'],
    [{ BRANCH_NAME: 'v1', TAG_NAME: 'v1' }, undefined],
  ])('the pipeline says it: %j is %s', (environment, branch) => {
    expect(branchOfPipeline(environment)).toBe(branch);
  });

  it('the pipeline is not asked where a branch is checked out', async () => {
    expect((await readCommit(aRepository(), { GITHUB_REF_NAME: 'other' })).branch).toBe('main');
  });
});

describe('where there is no commit', () => {
  it('the error names the directory, --image and --tag', async () => {
    const folder = aFolder();

    await expect(readCommit(folder, {})).rejects.toMatchObject({
      code: 'usage.not_a_git_repository',
      message: expect.stringContaining(folder),
      suggestions: [expect.stringContaining('--image'), expect.stringContaining('--tag')],
    });
  });

  it('a bare repository counts as none', async () => {
    const folder = aFolder();
    run(folder, 'init', '--quiet', '--bare');

    await expect(readCommit(folder, {})).rejects.toMatchObject({ code: 'usage.not_a_git_repository' });
  });

  it('a repository without a first commit says so', async () => {
    const folder = aFolder();
    run(folder, 'init', '--quiet');

    await expect(readCommit(folder, {})).rejects.toMatchObject({ code: 'usage.no_commit_yet' });
  });

  it('there may be no such directory', async () => {
    await expect(readCommit('/no/such/folder', {})).rejects.toMatchObject({
      code: 'build.no_context',
      message: 'there is no build context /no/such/folder',
    });
  });

  it('a damaged repository is told in the words of git', async () => {
    const root = aRepository();
    write(root, { '.git/config': '[core\n' });

    await expect(readCommit(root, {})).rejects.toMatchObject({
      code: 'build.git_failed',
      message: expect.stringContaining('bad config'),
    });
  });

  it('git may be missing', async () => {
    process.env['PATH'] = aFolder();

    await expect(readCommit(aFolder(), {})).rejects.toMatchObject({
      code: 'usage.git_missing',
      suggestions: expect.arrayContaining([expect.stringContaining('--image')]),
    });
  });

  // Only root can give a folder away.
  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot("somebody else's repository is not read, with the command that git advises", async () => {
    const root = aRepository();
    spawnSync('chown', ['-R', '12345', root]);
    Reflect.deleteProperty(process.env, 'SUDO_UID');

    await expect(readCommit(root, {})).rejects.toMatchObject({
      code: 'usage.dubious_ownership',
      suggestions: [`If you trust it, run: git config --global --add safe.directory ${root}`],
    });
  });
});

it('git hears nothing of what else stands in the environment', async () => {
  const root = aRepository();
  const heard = path.join(root, 'heard');
  const bin = path.join(aFolder(), 'bin');
  mkdirSync(bin);
  const real = realpathSync(spawnSync('which', ['git'], { encoding: 'utf8' }).stdout.trim());
  write(bin, { git: `#!/bin/sh\nenv >> '${heard}'\nexec '${real}' "$@"\n` });
  spawnSync('chmod', ['+x', path.join(bin, 'git')]);
  process.env['PATH'] = `${bin}:${process.env['PATH'] ?? ''}`;
  process.env['NPM_TOKEN'] = 'canary-in-the-environment';

  await readCommit(root, {});

  const text = readFileSync(heard, 'utf8');
  expect(text).toContain('GIT_TERMINAL_PROMPT=0');
  expect(text).not.toContain('canary');
});
