import { EcsdeployError } from '../../model/error.ts';
import type { Change } from './changes.ts';
import { hashChanges } from './hash-changes.ts';
import type { Commit } from './read-commit.ts';

const mostNames = 3;

/** The tag would name a commit, and the image would hold something else. */
class DirtyTree extends EcsdeployError {
  constructor({ root, sha }: Commit, changes: readonly Change[]) {
    const names = changes.map(({ shown }) => shown);
    const files = names.length === 1 ? '1 file differs' : `${names.length} files differ`;
    super({
      code: 'refused.dirty_tree',
      message: `${files} from the commit ${sha.slice(0, 12)}: ${listNames(names)}`,
      suggestions: [
        'Commit the changes, or name files that are none of the release in .gitignore.',
        'Or build what is there with --allow-dirty: the tag then says so.',
      ],
      // A list of a hundred thousand files helps nobody.
      details: { root, commit: sha, changes: names.length, files: names.slice(0, 100) },
    });
  }
}

/**
 * The tag of what is built here and now: the commit's whole SHA, or `<sha>-dirty-<12 hexadecimal digits>`, which stand for
 * the changes: the same changes to the same commit have the same tag on every machine.
 * @param changes what `changesOf` found
 * @throws DirtyTree when there are changes and they are not allowed; UnreadableChange
 */
export async function tagOf(
  commit: Commit,
  changes: readonly Change[],
  { allowDirty }: { readonly allowDirty: boolean },
): Promise<string> {
  if (changes.length === 0) return commit.sha;
  if (!allowDirty) throw new DirtyTree(commit, changes);
  return `${commit.sha}-dirty-${(await hashChanges(commit.root, changes)).slice(0, 12)}`;
}

/** `a, b, c and 4 more` */
function listNames(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more > 0 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ');
}
