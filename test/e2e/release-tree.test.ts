import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { checkStep } from '../../scripts/check-step.js';
import { makeReleaseTree } from '../../scripts/release-tree.js';

jest.setTimeout(60_000);

const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
const folders: string[] = [];
let tree: string;

beforeEach(async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-tree-'));
  folders.push(folder);
  tree = path.join(folder, 'package');
  makeReleaseTree(root, tree);
});
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe('the tree of a release tag', () => {
  it('starts as a step, with nothing beside it', () => {
    expect(() => checkStep(tree)).not.toThrow();
  });

  it('has what is needed, and nothing that builds it', () => {
    const pjson = JSON.parse(readFileSync(path.join(tree, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;

    for (const name of [
      'action.yml',
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'THIRD-PARTY.txt',
      'docs/README.md',
    ])
      expect([name, existsSync(path.join(tree, name))]).toEqual([name, true]);
    for (const name of ['node_modules', 'src', 'test', '.github', '.gitignore'])
      expect([name, existsSync(path.join(tree, name))]).toEqual([name, false]);
    expect(Object.keys(pjson)).toEqual(
      expect.arrayContaining(['name', 'version', 'engines', 'oclif', 'bin']),
    );
    for (const member of ['scripts', 'devDependencies', 'files']) expect(pjson).not.toHaveProperty(member);
  });

  it.each<[string, string, () => Promise<void> | void, RegExp]>([
    ['lacks the bundle', 'dist', () => rm(path.join(tree, 'dist'), { recursive: true }), /nothing that runs/],
    [
      'lacks a command',
      'explain',
      () => rm(path.join(tree, 'dist', 'commands', 'explain.js')),
      /explain.* ended with [1-9]/,
    ],
    [
      'needs a package that is installed here only',
      'require',
      () => appendFileSync(path.join(tree, 'dist', 'cli', 'main.js'), "require('yaml');\n"),
      /Cannot find module 'yaml'/,
    ],
  ])('is seen when it %s (%s)', async (_, __, breakIt, message) => {
    await breakIt();

    expect(() => checkStep(tree)).toThrow(message);
  });
});
