import { EcsdeployError } from '../../model/error.ts';
import type { GitAnswer } from './git.ts';
import { NoContext } from './no-context.ts';

const withoutCommit = [
  'Release an image that is there already with --image <image>.',
  'Or name what would be the commit with --tag <tag>.',
];

/** There is no program git. */
export class GitMissing extends EcsdeployError {
  constructor(directory: string, cause: unknown) {
    super({
      code: 'usage.git_missing',
      message: `the commit of ${directory} cannot be read, since the program git was not found on PATH`,
      suggestions: ['Install git.', ...withoutCommit],
      details: { directory },
      cause,
    });
  }
}

/** The directory has no commit to build from and to tag by. */
export class NotARepository extends EcsdeployError {
  constructor(directory: string) {
    super({
      code: 'usage.not_a_git_repository',
      message: `${directory} is not in the working tree of a git repository`,
      suggestions: withoutCommit,
      details: { directory },
    });
  }
}

export class NoCommitYet extends EcsdeployError {
  constructor(directory: string) {
    super({
      code: 'usage.no_commit_yet',
      message: `the git repository of ${directory} has no commit yet`,
      suggestions: ['Commit what is to be released.', ...withoutCommit],
      details: { directory },
    });
  }
}

/** Git reads no repository of somebody else, which is usual where CI runs as root in a container. */
class DubiousOwnership extends EcsdeployError {
  constructor(directory: string, advice: string) {
    super({
      code: 'usage.dubious_ownership',
      message: `git does not read the repository of ${directory}, which belongs to another user (safe.directory)`,
      suggestions: [`If you trust it, run: ${advice}`],
      details: { directory },
    });
  }
}

/** Git failed in a way that is not ours to explain: its own words. */
export class GitFailed extends EcsdeployError {
  constructor(directory: string, command: string, why: string) {
    super({
      code: 'build.git_failed',
      message: `git ${command} failed in ${directory}: ${why}`,
      details: { directory, command },
    });
  }
}

/** The error for an answer that git ended with another code than was expected. */
export function gitError(
  directory: string,
  [command = '']: readonly string[],
  { code, stderr }: Pick<GitAnswer, 'code' | 'stderr'>,
): EcsdeployError {
  if (/^fatal: (?:not a git repository|this operation must be run in a work tree)/m.test(stderr)) {
    return new NotARepository(directory);
  }
  if (/^fatal: (?:detected dubious ownership|unsafe repository)/m.test(stderr)) {
    const advice = /git config --global --add safe\.directory .+/.exec(stderr)?.[0];
    return new DubiousOwnership(
      directory,
      advice ?? `git config --global --add safe.directory '${directory}'`,
    );
  }
  if (/^fatal: cannot change to /m.test(stderr)) return new NoContext(directory, undefined);
  if (/^fatal: ambiguous argument 'HEAD': unknown revision/m.test(stderr)) return new NoCommitYet(directory);
  const [line = ''] = stderr.split('\n').filter((one) => /^(?:fatal|error): /.test(one));
  const why = line.replace(/^\w+: /, '');
  return new GitFailed(directory, command, why === '' ? `it ended with ${code ?? 'a signal'}` : why);
}
