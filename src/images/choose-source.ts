import { EcsdeployError } from '../model/error.ts';
import type { ImageSettings } from '../model/image-settings.ts';
import type { Variables } from '../model/interpolation.ts';
import { changesOf } from './source/changes.ts';
import { GitMissing, NoCommitYet, NotARepository } from './source/git-errors.ts';
import { readCommit, type Commit } from './source/read-commit.ts';
import { tagOf } from './source/tag-of.ts';

/** What an image is made from, and the tag that says so. */
export interface Source {
  readonly tag: string;
  /** A person chose the tag; otherwise it is the revision. */
  readonly isTagGiven: boolean;
  /** The commit's SHA, with `-dirty-…` where the tree differs; undefined outside of a git repository. */
  readonly revision?: string | undefined;
  readonly subject?: string | undefined;
  readonly commit?: Commit | undefined;
  /** Files that differ from the commit, by name. */
  readonly changes: readonly string[];
  /** The revision that is there now: people go on working while a release is planned. Absent outside of a git repository. */
  readonly readAgain?: (() => Promise<string>) | undefined;
}

export interface SourceChoice {
  readonly settings: ImageSettings;
  /** `--tag` */
  readonly tag?: string | undefined;
  readonly allowDirty: boolean;
  /** Where pipelines name the branch of a detached head. */
  readonly environment: Variables;
}

class InvalidTag extends EcsdeployError {
  constructor(tag: string) {
    super({
      code: 'usage.invalid_tag',
      message: `"${tag}" is no tag of an image`,
      suggestions: ['A tag has letters, digits, _, . and -, at most 128, and begins with none of . and -.'],
      details: { tag },
    });
  }
}

/**
 * The commit around the build context. Without one, a tag that a person chose will do.
 * @throws InvalidTag, NotARepository and what else reading git throws, and DirtyTree
 */
export async function chooseSource({
  settings,
  tag,
  allowDirty,
  environment,
}: SourceChoice): Promise<Source> {
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) throw new InvalidTag(tag);
  const commit = await commitOf(settings.context, environment, tag !== undefined);
  if (commit === undefined) return { tag: tag ?? '', isTagGiven: true, changes: [] };
  const changes = await changesOf(commit, settings);
  const revision = await tagOf(commit, changes, { allowDirty });
  return {
    tag: tag ?? revision,
    isTagGiven: tag !== undefined,
    revision,
    subject: commit.subject,
    commit,
    changes: changes.map(({ shown }) => shown),
    readAgain: async () => {
      const now = await readCommit(settings.context, environment);
      return await tagOf(now, await changesOf(now, settings), { allowDirty: true });
    },
  };
}

async function commitOf(
  directory: string,
  environment: Variables,
  hasTag: boolean,
): Promise<Commit | undefined> {
  try {
    return await readCommit(directory, environment);
  } catch (error) {
    const hasNone =
      error instanceof NotARepository || error instanceof NoCommitYet || error instanceof GitMissing;
    if (hasTag && hasNone) return undefined;
    throw error;
  }
}
