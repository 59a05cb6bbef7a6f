import type { Variables } from '../../model/interpolation.ts';

/**
 * Where pipelines that check out a detached head say the branch, and what tells that the name is a tag's instead.
 * Facts: docs.github.com "Default environment variables", docs.gitlab.com "Predefined variables", buildkite.com "Environment
 * variables", Jenkins' multi-branch pipelines. A pull request has its own branch in `GITHUB_HEAD_REF` only.
 */
const variablesOfBranch: readonly { readonly name: string; readonly isTag: (from: Variables) => boolean }[] =
  [
    { name: 'GITHUB_HEAD_REF', isTag: () => false },
    { name: 'GITHUB_REF_NAME', isTag: (from) => from['GITHUB_REF_TYPE'] === 'tag' },
    { name: 'CI_COMMIT_REF_NAME', isTag: (from) => isSet(from['CI_COMMIT_TAG']) },
    { name: 'BUILDKITE_BRANCH', isTag: (from) => isSet(from['BUILDKITE_TAG']) },
    { name: 'BRANCH_NAME', isTag: (from) => isSet(from['TAG_NAME']) },
  ];

/** The branch that the pipeline says it works on. */
export function branchOfPipeline(environment: Variables): string | undefined {
  return variablesOfBranch
    .filter(({ isTag }) => !isTag(environment))
    .map(({ name }) => environment[name])
    .find(isSet);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
