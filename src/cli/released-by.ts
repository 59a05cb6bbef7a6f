import type { Variables } from '../model/interpolation.ts';
import type { ReleaseNote } from '../release/requests.ts';

/**
 * Who releases, and in which run, as GitHub Actions says it; nothing elsewhere.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
 */
export function releasedBy(environment: Variables): Pick<ReleaseNote, 'by' | 'run'> {
  const {
    GITHUB_ACTIONS: isGitHub,
    GITHUB_ACTOR: actor,
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: run,
  } = environment;
  if (isGitHub !== 'true') return {};
  const isRunKnown = [server, repository, run].every((part) => part !== undefined && part !== '');
  return {
    ...(actor === undefined || actor === '' ? {} : { by: actor }),
    ...(isRunKnown ? { run: `${server ?? ''}/${repository ?? ''}/actions/runs/${run ?? ''}` } : {}),
  };
}
