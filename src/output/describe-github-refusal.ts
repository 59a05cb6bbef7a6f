import { formatDuration } from '../model/duration.ts';
import type { GitHubRefusal } from '../model/github-refusal.ts';
import { harmless } from './harmless.ts';

/** Why GitHub shows a release not at all or not to its end, and what to do about it. */
export function describeGitHubRefusal(because: GitHubRefusal): string {
  switch (because.kind) {
    case 'no-run':
      return `${because.missing.join(' and ')} ${because.missing.length === 1 ? 'is' : 'are'} not set: only a step of GitHub Actions can do it`;
    case 'no-token':
      return 'neither GITHUB_TOKEN nor GH_TOKEN is set: give the step "GITHUB_TOKEN: ${{ github.token }}" under env';
    case 'answered':
      return `GitHub answered ${because.status}${because.message === '' ? '' : ` (${harmless(because.message)})`}${adviceFor(because.status)}`;
    case 'no-answer':
      return `GitHub did not answer within ${formatDuration(because.withinMilliseconds)}`;
    case 'unreachable':
      return `GitHub could not be reached: ${harmless(because.error)}`;
    default:
      return because satisfies never;
  }
}

function adviceFor(status: number): string {
  switch (status) {
    case 401:
      return ': the token is not valid, or not any more';
    case 403:
    case 404:
      return ': give the job "permissions: deployments: write"';
    case 409:
    case 422:
      return ': see whether the repository still has this commit, and whether the environment and its URL are ones that GitHub takes';
    default:
      return '';
  }
}
