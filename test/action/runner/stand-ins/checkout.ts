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
    // All of the history comes with all branches and tags; a part of it is that of one commit.
    const everything = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
    const wanted = inputs['ref'] ?? sha;
    const fetched = depth === '0' ? ['origin', ...everything] : [`--depth=${depth}`, 'origin', wanted];
    await git('fetch', '--quiet', '--no-tags', ...fetched);
    await git('checkout', '--quiet', '--detach', wanted);
    return {};
  };
}
