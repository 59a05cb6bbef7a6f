import { EcsdeployError } from './error.ts';
import {
  asksGit,
  type ForeignReferences,
  type GitValues,
  type InterpolationProblem,
} from './interpolation.ts';

/** Asks git about the commit that is checked out around a directory. It throws an EcsdeployError where there is none. */
export type AskGit = (
  directory: string,
) => Promise<{ readonly sha: string; readonly branch?: string | undefined }>;

export interface GitAnswer {
  readonly values: GitValues;
  /** Why there are none. */
  readonly because?: EcsdeployError | undefined;
}

/**
 * What git knows, if any text in the data asks for it; otherwise git is not asked. That git knows nothing is no error yet:
 * a reference may have a default.
 * @param directory of the file that the data comes from: an image is tagged by the commit of its context, which lies near it
 */
export async function gitAnswerFor(
  data: unknown,
  foreign: ForeignReferences,
  ask: AskGit | undefined,
  directory: string,
): Promise<GitAnswer> {
  if (ask === undefined || !asksGit(data, foreign)) return { values: {} };
  try {
    return { values: await ask(directory) };
  } catch (error) {
    if (error instanceof EcsdeployError) return { values: {}, because: error };
    throw error;
  }
}

type GitProblem = InterpolationProblem & { readonly kind: 'git-unknown' | 'git-name' };

/** A problem with `${git:…}`: a sentence that goes on after the name of the member, and what to do. */
export function describeGitProblem(
  problem: GitProblem,
  because: EcsdeployError | undefined,
): { message: string; suggestion: string } {
  if (problem.kind === 'git-name') {
    return {
      message: `holds ${JSON.stringify(problem.text)}, and git only gives \${git:sha} and \${git:branch}`,
      suggestion: 'Write ${git:sha} for the commit or ${git:branch} for its branch.',
    };
  }
  if (problem.name === 'branch') {
    return {
      message: `needs the branch, and ${because?.message ?? 'no branch is checked out (detached head)'}`,
      suggestion: 'Check a branch out, or give a default: ${git:branch:-main}.',
    };
  }
  return {
    message: `needs the commit, and ${because?.message ?? 'git is not asked here'}`,
    suggestion: 'Run it in a git repository, or give a default: ${git:sha:-none}.',
  };
}
