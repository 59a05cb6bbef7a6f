import { access } from 'node:fs/promises';
import path from 'node:path';
import { buildPlaces, isWithin, type BuildPaths } from './build-places.ts';
import { showName } from './show-name.ts';
import { gitError } from './git-errors.ts';
import { git, gitRecords } from './git.ts';
import type { Commit } from './read-commit.ts';

/** One way in which the working tree differs from the commit. */
export interface Change {
  /** Relative to the root of the repository; bytes, since a file name need not be text. */
  readonly name: Buffer;
  /** The name for people: as text, in quotes where it is no plain one. */
  readonly shown: string;
  readonly now: ContentNow;
}

type ContentNow =
  | { readonly kind: 'file'; readonly isExecutable: boolean }
  | { readonly kind: 'link' }
  /** A file or a link: git has not looked which. */
  | { readonly kind: 'untracked' }
  /** A submodule at another commit, or a repository that is no submodule; '' where no commit is checked out. */
  | { readonly kind: 'repository'; readonly sha: string }
  | { readonly kind: 'gone' };

/**
 * What makes the working tree dirty, sorted by name: tracked files that were changed anywhere, staged or not, in
 * submodules too; and files that git neither tracks nor ignores where they can get into the image. Files that git was
 * told to overlook (`--assume-unchanged`) stay overlooked.
 * @throws NoContext, ContextElsewhere, GitFailed
 */
export async function changesOf(commit: Commit, paths: BuildPaths): Promise<readonly Change[]> {
  const places = await buildPlaces(commit, paths);
  const found = await changesIn({ root: commit.root, prefix: Buffer.alloc(0) }, places);
  // What was only taken out of the index is gone for the commit and there for the build: what is there counts.
  const byName = new Map(found.map((one) => [one.name.toString('latin1'), one]));
  return [...byName.values()].sort((a, b) => Buffer.compare(a.name, b.name));
}

interface WorkingTree {
  readonly root: string;
  /** What names in it begin with, seen from the outermost repository. */
  readonly prefix: Buffer;
}

async function changesIn(tree: WorkingTree, places: readonly string[]): Promise<Change[]> {
  const [tracked, submodules, untracked] = await Promise.all([
    trackedChanges(tree),
    submodulesOf(tree),
    untrackedFiles(tree, places),
  ]);
  const isRepository = (name: Buffer): boolean => name.at(-1) === slash;
  const nested = untracked.filter(isRepository).map((name) => name.subarray(0, -1));
  const changes = [...tracked];
  for (const name of untracked) {
    if (!isRepository(name)) changes.push(change(tree, name, { kind: 'untracked' }));
  }
  // One after the other: each takes three processes.
  for (const name of nested) changes.push(await repositoryAt(tree, name));
  for (const name of [...submodules, ...nested])
    changes.push(...(await changesIn(within(tree, name), places)));
  return changes;
}

/** Changes against HEAD; of a submodule only whether another commit is checked out. */
async function trackedChanges(tree: WorkingTree): Promise<Change[]> {
  const args = [
    'status',
    '--porcelain=v2',
    '-z',
    '--untracked-files=no',
    '--no-renames',
    '--ignore-submodules=dirty',
  ];
  const records = await recordsOf(tree.root, args);
  return Promise.all(records.map(async (record) => changeFrom(tree, record)));
}

// `1 XY sub mH mI mW hH hI path`, and of unmerged files `u XY sub m1 m2 m3 mW h1 h2 h3 path` (git-status, "Porcelain Format
// Version 2"); the name may hold spaces.
async function changeFrom(tree: WorkingTree, record: Buffer): Promise<Change> {
  const isUnmerged = record.at(0) === 'u'.charCodeAt(0);
  const [fields, name] = splitFields(record, isUnmerged ? 10 : 8);
  const mode = fields[isUnmerged ? 6 : 5];
  if (mode === '160000') return repositoryAt(tree, name);
  return change(tree, name, contentOf(mode));
}

function contentOf(mode: string | undefined): ContentNow {
  switch (mode) {
    case '000000':
      return { kind: 'gone' };
    case '120000':
      return { kind: 'link' };
    default:
      return { kind: 'file', isExecutable: mode === '100755' };
  }
}

/** Submodules that are checked out. */
async function submodulesOf({ root }: WorkingTree): Promise<Buffer[]> {
  const args = ['ls-files', '--stage', '-z'];
  const records = await recordsOf(root, args, (record) => record.subarray(0, 7).equals(linkToCommit));
  const names = records.map((record) => record.subarray(record.indexOf('\t') + 1));
  const present = await Promise.all(
    names.map(async (name) => isCheckedOut(path.join(root, name.toString()))),
  );
  return names.filter((_, index) => present[index]);
}

const linkToCommit = Buffer.from('160000 ');
const slash = '/'.charCodeAt(0);

/** Files that are neither tracked nor ignored; a repository in it is one entry that ends with a slash. */
async function untrackedFiles({ root }: WorkingTree, places: readonly string[]): Promise<readonly Buffer[]> {
  const inIt = places.some((place) => isWithin(root, place))
    ? ['.']
    : places.filter((place) => isWithin(place, root)).map((place) => path.relative(root, place));
  if (inIt.length === 0) return [];
  return recordsOf(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', ...inIt]);
}

async function repositoryAt(tree: WorkingTree, name: Buffer): Promise<Change> {
  const { root } = within(tree, name);
  return change(tree, name, { kind: 'repository', sha: await headOf(root) });
}

async function headOf(root: string): Promise<string> {
  // Git would answer for the repository around it.
  if (!(await isCheckedOut(root))) return '';
  const args = ['rev-parse', '--quiet', '--verify', 'HEAD'];
  const answer = await git(root, args);
  if (answer.code !== 0 && answer.code !== 1) throw gitError(root, args, answer);
  return answer.stdout.toString('latin1').trim();
}

function within({ root, prefix }: WorkingTree, name: Buffer): WorkingTree {
  return { root: path.join(root, name.toString()), prefix: Buffer.concat([prefix, name, Buffer.from('/')]) };
}

function change({ prefix }: WorkingTree, nameInTree: Buffer, now: ContentNow): Change {
  const name = Buffer.concat([prefix, nameInTree]);
  return { name, shown: showName(name), now };
}

function splitFields(record: Buffer, count: number): [string[], Buffer] {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < count) {
    const to = record.indexOf(' ', from);
    fields.push(record.toString('latin1', from, to));
    from = to + 1;
  }
  return [fields, record.subarray(from)];
}

async function recordsOf(
  root: string,
  args: readonly string[],
  keep?: (record: Buffer) => boolean,
): Promise<readonly Buffer[]> {
  const { records, ...end } = await gitRecords(root, args, keep);
  if (end.code !== 0) throw gitError(root, args, end);
  return records;
}

async function isCheckedOut(root: string): Promise<boolean> {
  try {
    await access(path.join(root, '.git'));
    return true;
  } catch {
    return false;
  }
}
