import type { GitHubRefusal } from '../model/github-refusal.ts';

/** Where deployments are written, and for which commit. */
export interface GitHubTarget {
  /** Without a slash at its end: `https://api.github.com`. */
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  /** Never shown, and part of no error. */
  readonly token: string;
  readonly sha: string;
  /** The page of the run. */
  readonly runUrl?: string | undefined;
}

/**
 * The repository and the commit of the step that runs this process, with the token that it was given.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
 */
export function githubTarget(
  environment: Readonly<Record<string, string | undefined>>,
): GitHubTarget | GitHubRefusal {
  const named = (name: string): string => environment[name] ?? '';
  const missing = ['GITHUB_REPOSITORY', 'GITHUB_SHA'].filter((name) => named(name) === '');
  if (missing.length > 0) return { kind: 'no-run', missing };
  const token = named('GITHUB_TOKEN') || named('GH_TOKEN');
  if (token === '') return { kind: 'no-token' };
  const repository = named('GITHUB_REPOSITORY');
  const [server, run] = [named('GITHUB_SERVER_URL'), named('GITHUB_RUN_ID')];
  return {
    apiUrl: (named('GITHUB_API_URL') || 'https://api.github.com').replace(/\/+$/, ''),
    repository,
    token,
    sha: named('GITHUB_SHA'),
    ...(server === '' || run === '' ? {} : { runUrl: `${server}/${repository}/actions/runs/${run}` }),
  };
}
