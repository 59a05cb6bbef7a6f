import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes the tree that a release tag carries: what npm would publish, and what makes an action of it. Nothing is installed beside it.
 * @param root the built repository
 * @param tree the folder to make; what it held before goes
 */
export function makeReleaseTree(root, tree) {
  rmSync(tree, { recursive: true, force: true });
  const pjson = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const name of ['action.yml', 'bin/action.js', 'README.md', 'LICENSE', ...pjson.files])
    cpSync(path.join(root, name), path.join(tree, name), { recursive: true });
  // People look for licences at the top.
  renameSync(path.join(tree, 'dist/THIRD-PARTY.txt'), path.join(tree, 'THIRD-PARTY.txt'));
  writeFileSync(path.join(tree, 'package.json'), `${JSON.stringify(atRunTime(pjson), null, 2)}\n`);
}

// Without what builds it; `bin` is for npm, which can install a tag of a repository.
function atRunTime(pjson) {
  const builds = ['scripts', 'devDependencies', 'files'];
  return Object.fromEntries(Object.entries(pjson).filter(([member]) => !builds.includes(member)));
}

/** How many files there are below a folder, and their bytes. */
export function sizeOf(folder) {
  const entries = readdirSync(folder, { recursive: true }).map((name) => statSync(path.join(folder, name)));
  const files = entries.filter((entry) => entry.isFile());
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}
