// node scripts/release.js v1.2.3 FILE: puts what `npm run package` has made under the tag, and what CHANGELOG.md says of it into the file. The
// tag of a version is first set by a person, on a commit of main. Here it moves to a commit that holds the package and nothing else.
// `.github/workflows/release.yml` runs it; docs/contributing.md tells it.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { releaseNotes } from './release-notes.js';
import { readReleaseTag } from './release-tags.js';

const [tag = '', notesFile = ''] = process.argv.slice(2);
const tree = path.resolve('package');
const release = readReleaseTag(tag, git('tag', '--list').split('\n'));

refuseUnless(release !== undefined, `"${tag}" is no version: write v1.2.3`);
const { version } = JSON.parse(readFileSync(path.join(tree, 'package.json'), 'utf8'));
refuseUnless(tag === `v${version}`, `the tag is ${tag}, and package.json says ${version}`);
const notes = releaseNotes(readFileSync('CHANGELOG.md', 'utf8'), version);
refuseUnless(notes !== undefined, `CHANGELOG.md says nothing of ${version}`);
const source = git('rev-parse', 'HEAD');
refuseUnless(isOnMain(source), `${tag} is at ${source}, which is no commit of main`);

// Without a parent: GitHub lets no workflow push a commit that changes files in .github/workflows, and the package has none.
const commit = git('commit-tree', treeOf(tree), '-m', `release: ${tag}\n\nBuilt from ${source}.`);
const moved = [tag, ...(release.moving === undefined ? [] : [release.moving])];
// All of them or none: nobody gets a v1 whose v1.2.3 is not there.
git('push', '--atomic', '--force', 'origin', ...moved.map((name) => `${commit}:refs/tags/${name}`));
console.log(`${moved.join(' and ')}: ${commit}`);
writeFileSync(notesFile, `${notes}\n`);
if (process.env.GITHUB_OUTPUT)
  appendFileSync(process.env.GITHUB_OUTPUT, `prerelease=${release.isPrerelease}\n`);

/** A tree object of a folder, by an index of its own: what the repository ignores is what counts here. */
function treeOf(folder) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-release-'));
  const env = { ...process.env, GIT_INDEX_FILE: path.join(temporary, 'index') };
  try {
    gitWith(env, '-C', folder, '--work-tree=.', 'add', '--all', '--force', '.');
    return gitWith(env, 'write-tree');
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function isOnMain(commit) {
  return spawnSync('git', ['merge-base', '--is-ancestor', commit, 'origin/main']).status === 0;
}

function git(...args) {
  return gitWith(process.env, ...args);
}

function gitWith(env, ...args) {
  const { status, stdout, stderr, error } = spawnSync('git', args, { encoding: 'utf8', env });
  refuseUnless(status === 0, `git ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`);
  return stdout.trim();
}

function refuseUnless(holds, otherwise) {
  if (holds) return;
  console.error(`release: ${otherwise}.`);
  process.exit(1);
}
