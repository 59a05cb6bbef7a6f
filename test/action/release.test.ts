import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { releaseNotes } from '../../scripts/release-notes.js';
import { readReleaseTag } from '../../scripts/release-tags.js';

const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

describe('the tag of a release', () => {
  it.each([
    ['v1.0.0', [], { isPrerelease: false, moving: 'v1' }],
    ['v0.3.0', ['v0.2.9', 'v1.0.0'], { isPrerelease: false, moving: 'v0' }],
    ['v1.10.0', ['v1.9.0', 'v1.10.0', 'v1', 'v2.0.0', 'nightly'], { isPrerelease: false, moving: 'v1' }],
    ['v1.9.1', ['v1.10.0'], { isPrerelease: false, moving: undefined }],
    ['v1.9.1', ['v1.9.2'], { isPrerelease: false, moving: undefined }],
    ['v1.9.1', ['v1.10.0-rc.1'], { isPrerelease: false, moving: 'v1' }],
    ['v1.10.0-rc.1', ['v1.9.0'], { isPrerelease: true, moving: undefined }],
    ['1.0.0', [], undefined],
    ['v1', [], undefined],
    ['v1.0.0 --force', [], undefined],
  ])('%s beside %j', (tag, tags, expected) => {
    expect(readReleaseTag(tag, tags)).toEqual(expected);
  });
});

describe('the notes of a release', () => {
  const changelog =
    '# Changelog\n\n## [Unreleased]\n\nSoon.\n\n## [1.0.0] - 2026-02-01\n\n### Added\n\n- All.\n\n## [0.9.0]\n';

  it.each([
    ['1.0.0', '### Added\n\n- All.'],
    ['1.1.0-rc.1', 'Soon.'],
    ['1.1.0', undefined],
    ['0.9.0', undefined],
  ])('%s', (version, expected) => {
    expect(releaseNotes(changelog, version)).toBe(expected);
  });
});

describe('scripts/release.js', () => {
  let folder: string;
  const clone = () => path.join(folder, 'clone');

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-release-'));
    git('init', '--quiet', '--bare', '--initial-branch=main', 'origin');
    git('clone', '--quiet', 'origin', 'clone');
    await commit('1.2.3');
    git('-C', 'clone', 'push', '--quiet', 'origin', 'HEAD:main');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  function git(...args: string[]): string {
    const who = [
      '-c',
      'user.name=Test',
      '-c',
      'user.email=test@example.com',
      '-c',
      'init.defaultBranch=main',
    ];
    const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  async function commit(version: string): Promise<void> {
    await mkdir(path.join(clone(), '.github', 'workflows'), { recursive: true });
    await writeFile(path.join(clone(), '.github', 'workflows', 'ci.yml'), 'on: push\n');
    await writeFile(path.join(clone(), '.gitignore'), 'dist\n/package\n');
    await writeFile(path.join(clone(), 'CHANGELOG.md'), `## [${version}]\n\nNews.\n`);
    git('-C', 'clone', 'add', '.');
    git('-C', 'clone', 'commit', '--quiet', '-m', version);
    // What npm run package makes of it.
    await mkdir(path.join(clone(), 'package', 'dist'), { recursive: true });
    await writeFile(path.join(clone(), 'package', 'package.json'), JSON.stringify({ version }));
    await writeFile(path.join(clone(), 'package', 'dist', 'main.js'), '// the bundle\n');
  }

  function release(tag: string): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(
      process.execPath,
      [path.join(root, 'scripts', 'release.js'), tag, path.join(folder, 'notes.md')],
      {
        cwd: clone(),
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          ...{ GIT_AUTHOR_NAME: 'Test', GIT_AUTHOR_EMAIL: 'test@example.com' },
          ...{ GIT_COMMITTER_NAME: 'Test', GIT_COMMITTER_EMAIL: 'test@example.com' },
          GITHUB_OUTPUT: path.join(folder, 'output'),
        },
      },
    );
  }

  const atOrigin = (...args: string[]) => git('--git-dir=origin', ...args);

  it('moves the tag and v1 to a commit that holds the package alone', async () => {
    git('-C', 'clone', 'tag', 'v1.2.3');
    git('-C', 'clone', 'push', '--quiet', 'origin', 'v1.2.3');
    const source = git('-C', 'clone', 'rev-parse', 'HEAD');
    const { status, stderr } = release('v1.2.3');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(atOrigin('rev-parse', 'v1')).toBe(atOrigin('rev-parse', 'v1.2.3'));
    expect(atOrigin('ls-tree', '-r', '--name-only', 'v1.2.3').split('\n')).toEqual([
      'dist/main.js',
      'package.json',
    ]);
    expect(atOrigin('log', '--format=%s|%b', 'v1')).toBe(`release: v1.2.3|Built from ${source}.`);
    expect(atOrigin('rev-parse', 'main')).toBe(source);
    expect(await readFile(path.join(folder, 'notes.md'), 'utf8')).toBe('News.\n');
    expect(await readFile(path.join(folder, 'output'), 'utf8')).toBe('prerelease=false\n');
  });

  it('leaves v1 where it is for a version before a release', async () => {
    release('v1.2.3');
    const before = atOrigin('rev-parse', 'v1');
    await commit('1.3.0-rc.1');
    git('-C', 'clone', 'push', '--quiet', 'origin', 'HEAD:main');

    expect(release('v1.3.0-rc.1').status).toBe(0);
    expect(atOrigin('rev-parse', 'v1')).toBe(before);
    expect(atOrigin('rev-parse', 'v1.3.0-rc.1')).not.toBe(before);
  });

  it('can be run again', () => {
    release('v1.2.3');

    expect(release('v1.2.3')).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['another version', 'v1.2.4', 'release: the tag is v1.2.4, and package.json says 1.2.3.\n'],
    ['no version', 'v1', 'release: "v1" is no version: write v1.2.3.\n'],
  ])('refuses %s', (_, tag, sentence) => {
    expect(release(tag)).toMatchObject({ status: 1, stderr: sentence });
    expect(atOrigin('tag', '--list')).toBe('');
  });

  it('refuses a commit that main does not have', async () => {
    await commit('1.2.4');

    expect(release('v1.2.4').stderr).toMatch(
      /^release: v1\.2\.4 is at [0-9a-f]{40}, which is no commit of main\.\n$/,
    );
    expect(atOrigin('tag', '--list')).toBe('');
  });

  it('refuses a version that the changelog does not have', async () => {
    await cp(path.join(root, 'LICENSE'), path.join(clone(), 'CHANGELOG.md'));

    expect(release('v1.2.3').stderr).toBe('release: CHANGELOG.md says nothing of 1.2.3.\n');
  });
});

describe('our own workflows', () => {
  it.each(['ci.yml', 'release.yml'])('%s is what GitHub takes for a workflow', async (name) => {
    const content = await readFile(path.join(root, '.github', 'workflows', name), 'utf8');
    const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());

    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });
});
