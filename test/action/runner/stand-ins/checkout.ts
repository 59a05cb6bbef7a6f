import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { StandIn } from '../stand-in.ts';

const run = promisify(execFile);

/**
 * actions/checkout: a clone of this repository in the workspace, at the commit of the run or at `ref`, one commit deep unless `fetch-depth` says
 * more (github.com/actions/checkout, action.yml and src/git-source-provider.ts). Needs `contents: read`.
 */
export function checkout(repository: string): StandIn {
  return async (inputs, job) => {
    if (job.permissions !== 'default' && !['read', 'write'].includes(job.permissions['contents'] ?? '')) {
      throw new Error('fatal: repository not found: the token has no permission to read contents');
    }
    const { sha } = job.contexts['github'] as { sha: string };
    const depth = inputs['fetch-depth'] ?? '1';
    const git = async (...args: string[]): Promise<unknown> => await run('git', args, { cwd: job.workspace });
    await git('init', '--quiet');
    await git('remote', 'add', 'origin', `file://${repository}`);
    const wanted = inputs['ref'] ?? sha;
    await git(
      'fetch',
      '--quiet',
      '--no-tags',
      ...(depth === '0' ? [] : [`--depth=${depth}`]),
      'origin',
      wanted,
    );
    await git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
    return {};
  };
}
