import { gitError } from './git-errors.ts';
import { git } from './git.ts';
import type { Commit } from './read-commit.ts';

/** How what would be released stands to what runs. */
export type Relation =
  | { readonly kind: 'same' }
  /** What runs is an ancestor of ours. */
  | { readonly kind: 'newer' }
  /** Ours is an ancestor of what runs. */
  | { readonly kind: 'older' }
  | { readonly kind: 'diverged' }
  | { readonly kind: 'unknown'; readonly why: UnknownBecause };

type UnknownBecause =
  /**
   * The history is whole, and no commit of that name is in it: never fetched, written anew since, or no commit's name at
   * all (`v1.2`, an abbreviation that fits several).
   */
  | 'not-in-this-clone'
  /** The history that would tell is cut off. */
  | 'shallow';

/**
 * What would be released here against what runs.
 *
 * Uncommitted changes count as a step after their commit: of the same commit, a dirty tree is newer than the clean one, the
 * clean one is older than the dirty (its changes would be taken away), and two different dirty trees diverge. Between
 * different commits only the commits count: whoever commits what they tried out is newer than the trial.
 * @param running the commit that runs, perhaps abbreviated, perhaps with `-dirty-…`
 * @param tag of ours, if it is not the commit's SHA
 * @throws GitFailed
 */
export async function relationTo(
  running: string,
  commit: Commit,
  tag: string = commit.sha,
): Promise<Relation> {
  const theirs = parse(running);
  const ours = parse(tag);
  if (theirs === undefined) return { kind: 'unknown', why: 'not-in-this-clone' };
  if (commit.sha.startsWith(theirs.base)) return ofOneCommit(theirs.changes, ours?.changes);

  const found = await commitsNamed(theirs.base, commit.root);
  const [sha] = found;
  if (sha === undefined) return { kind: 'unknown', why: commit.isShallow ? 'shallow' : 'not-in-this-clone' };
  if (found.length > 1) return { kind: 'unknown', why: 'not-in-this-clone' };
  if (await isAncestor(sha, commit.sha, commit.root)) return { kind: 'newer' };
  if (await isAncestor(commit.sha, sha, commit.root)) return { kind: 'older' };
  return commit.isShallow ? { kind: 'unknown', why: 'shallow' } : { kind: 'diverged' };
}

interface Revision {
  readonly base: string;
  /** What follows `-dirty-`. */
  readonly changes?: string | undefined;
}

// Seven digits are the shortest that git abbreviates to; fewer could be a number of something else.
function parse(text: string): Revision | undefined {
  const match = /^([0-9a-f]{7,64})(?:-dirty-([0-9a-f]+))?$/.exec(text.toLowerCase());
  return match === null ? undefined : { base: match[1] ?? '', changes: match[2] };
}

function ofOneCommit(theirs: string | undefined, ours: string | undefined): Relation {
  if (theirs === ours) return { kind: 'same' };
  if (theirs === undefined) return { kind: 'newer' };
  return { kind: ours === undefined ? 'older' : 'diverged' };
}

/** Commits whose SHA begins so. A branch or a tag of that name does not count, and nothing is fetched. */
async function commitsNamed(base: string, root: string): Promise<readonly string[]> {
  const args = ['rev-parse', `--disambiguate=${base}`];
  const answer = await git(root, args);
  if (answer.code !== 0) throw gitError(root, args, answer);
  const objects = answer.stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
  const commits: string[] = [];
  for (const sha of objects) {
    const { stdout } = await git(root, ['cat-file', '-t', sha]);
    if (stdout.toString('latin1').trim() === 'commit') commits.push(sha);
  }
  return commits;
}

async function isAncestor(older: string, newer: string, root: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', older, newer];
  const answer = await git(root, args);
  if (answer.code !== 0 && answer.code !== 1) throw gitError(root, args, answer);
  return answer.code === 0;
}
