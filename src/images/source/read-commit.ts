import type { Variables } from '../../model/interpolation.ts';
import { branchOfPipeline } from './branch-of-pipeline.ts';
import { gitError } from './git-errors.ts';
import { git } from './git.ts';

/** The commit that is checked out: what a release is made from. */
export interface Commit {
  /** Absolute path of the working tree, symbolic links followed. */
  readonly root: string;
  /** 40 hexadecimal digits, or 64 in a repository of SHA-256. */
  readonly sha: string;
  /** The first paragraph of its message, in one line. */
  readonly subject?: string | undefined;
  /** Without `refs/heads/`; absent on a detached head that no pipeline gives a name. */
  readonly branch?: string | undefined;
  /** The clone was cut off somewhere in the past: what is not found in it may still be history. */
  readonly isShallow: boolean;
}

/**
 * The commit of the working tree around a directory.
 * @param environment where pipelines name the branch of a detached head
 * @throws NoContext where there is no such directory, NotARepository, NoCommitYet, DubiousOwnership, GitMissing, GitFailed
 */
export async function readCommit(directory: string, environment: Variables = process.env): Promise<Commit> {
  const lines = (
    await ask(directory, ['rev-parse', '--show-toplevel', '--is-shallow-repository', 'HEAD'])
  ).split('\n');
  // From the end: the path may hold a line break, the others cannot.
  const [isShallow, sha = ''] = lines.slice(-2);
  const root = lines.slice(0, -2).join('\n');
  const [subject, branch] = await Promise.all([subjectOf(root, sha), branchAt(root)]);
  return {
    root,
    sha,
    subject: subject === '' ? undefined : subject,
    branch: branch ?? branchOfPipeline(environment),
    isShallow: isShallow === 'true',
  };
}

/** The first paragraph of a commit's message, in one line. @throws GitFailed where there is no such commit */
export async function subjectOf(root: string, sha: string): Promise<string> {
  return ask(root, [
    'log',
    '-1',
    '--no-show-signature',
    '--no-color',
    '--encoding=UTF-8',
    '--format=%s',
    sha,
  ]);
}

async function branchAt(root: string): Promise<string | undefined> {
  const args = ['symbolic-ref', '--quiet', 'HEAD'];
  const answer = await git(root, args);
  if (answer.code === 1) return undefined;
  if (answer.code !== 0) throw gitError(root, args, answer);
  return textOf(answer.stdout).replace(/^refs\/heads\//, '');
}

async function ask(directory: string, args: readonly string[]): Promise<string> {
  const answer = await git(directory, args);
  if (answer.code !== 0) throw gitError(directory, args, answer);
  return textOf(answer.stdout);
}

function textOf(stdout: Buffer): string {
  return stdout.toString('utf8').replace(/\n$/, '');
}
