import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/cli/system-clock.ts';
import { GitHubDeployments, type DeploymentKey } from '../../src/github/github-deployments.ts';
import { GitHubRefused } from '../../src/github/github-refused.ts';
import { githubTarget } from '../../src/github/github-target.ts';
import { GitHubServer } from './github-server.ts';

const environment = 'production';
const services = ['demo/web', 'demo/api'];
const key: DeploymentKey = { environment, services, actions: ['deploy'], commit: 'same' };
const note = { action: 'deploy', services } as const;
const description = 'ecsdeploy releases demo/web';
const wanted = { environment, description, note, payload: { commit: '4f2a9c1' } };
const status = { state: 'in_progress', description: 'web:2 is being brought in' } as const;

let github: GitHubServer;
beforeEach(async () => {
  github = await GitHubServer.start();
});
afterEach(() => github.stop());

function deployments(changes: Record<string, string> = {}, timeout = 2_000): GitHubDeployments {
  const target = githubTarget({ ...github.environment, ...changes });
  if ('kind' in target) throw new Error(target.kind);
  const { signal } = new AbortController();
  return new GitHubDeployments({ target, clock: systemClock, timeout, signal });
}

async function refusalOf(work: Promise<unknown>): Promise<GitHubRefused['because']> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof GitHubRefused)) throw new Error('it was not refused', { cause: error });
  return error.because;
}

describe('a deployment', () => {
  it('is made of the commit as it is, with nothing that GitHub would want to merge or wait for', async () => {
    const { id } = await deployments().create(wanted);

    expect(github.deployments).toEqual([
      {
        id,
        sha: github.sha,
        ref: github.sha,
        task: 'deploy:ecsdeploy',
        environment: 'production',
        description: 'ecsdeploy releases demo/web',
        production_environment: true,
        payload: {
          action: 'deploy',
          services: ['demo/web', 'demo/api'],
          commit: '4f2a9c1',
          run: 'https://github.com/shop/backend/actions/runs/77',
        },
        statuses: [],
      },
    ]);
  });

  it.each([
    ['production', true],
    ['Prod', true],
    ['staging', false],
    ['reproduction', false],
  ])('to %s: whether it is for production is known: %s', async (environment, isProduction) => {
    await deployments().create({ ...wanted, environment });

    expect(github.deployments[0]?.production_environment).toBe(isProduction);
  });

  it('gets statuses with the run and the URL of the environment', async () => {
    const { id } = await deployments().create(wanted);

    await deployments().addStatus(id, { ...status, environmentUrl: 'https://shop.example/' });

    expect(github.deployments[0]?.statuses).toMatchObject([
      {
        state: 'in_progress',
        description: 'web:2 is being brought in',
        log_url: 'https://github.com/shop/backend/actions/runs/77',
        environment_url: 'https://shop.example/',
      },
    ]);
  });
});

describe('a deployment that is open', () => {
  const payload = { action: 'deploy', services: ['demo/web'] };

  it.each([undefined, 'queued', 'pending', 'in_progress', 'error'])(
    'with the state %s is found',
    async (state) => {
      const { id } = github.add({ payload }, state);

      expect(await deployments().findOpen(key)).toMatchObject({ id, ...payload });
    },
  );

  it.each(['success', 'failure', 'inactive'])('is none with the state %s', async (state) => {
    github.add({ payload }, state);

    expect(await deployments().findOpen(key)).toBeUndefined();
  });

  it.each([
    ['another commit', { sha: 'a'.repeat(40) }],
    ['another environment', { environment: 'staging' }],
    ['a job with `environment:`', { task: 'deploy' }],
    ['another service', { payload: { ...payload, services: ['demo/shop'] } }],
    ['a way back', { payload: { ...payload, action: 'rollback' } }],
    ['somebody who keeps something else in it', { payload: 'x' }],
  ])('is none of ours where it is of %s', async (_what, other) => {
    github.add({ payload, ...other }, 'in_progress');

    expect(await deployments().findOpen(key)).toBeUndefined();
  });

  it('is the newest one, and none where the newest is over', async () => {
    github.add({ payload }, 'in_progress');
    const { id } = github.add({ payload: JSON.stringify(payload) }, 'in_progress');
    expect(await deployments().findOpen(key)).toMatchObject({ id });

    await deployments().addStatus(id, { ...status, state: 'failure' });

    expect(await deployments().findOpen(key)).toBeUndefined();
  });

  it('is found of whatever commit, and of whatever kind, where that is asked for; with what it has told', async () => {
    const { id } = github.add({
      payload: { ...payload, action: 'rollback', stops: 'web:2' },
      sha: 'a'.repeat(40),
    });
    await deployments().addStatus(id, status);
    await deployments().addStatus(id, { ...status, description: 'later' });

    expect(await deployments().findOpen({ ...key, actions: ['deploy', 'rollback'], commit: 'any' })).toEqual({
      id,
      action: 'rollback',
      services: ['demo/web'],
      stops: 'web:2',
      told: ['later', 'web:2 is being brought in'],
    });
  });
});

describe('what GitHub refuses', () => {
  it.each([
    [{ GITHUB_TOKEN: 'ghs_wrong' }, 401, 'Bad credentials'],
    [{ GITHUB_REPOSITORY: 'shop/gone' }, 404, 'Not Found'],
    [{ GITHUB_SHA: 'b'.repeat(40) }, 422, `No ref found for: ${'b'.repeat(40)}`],
  ])('%j is answered by %s', async (changes, statusCode, message) => {
    const because = await refusalOf(deployments(changes).create(wanted));

    expect(because).toEqual({ kind: 'answered', status: statusCode, message });
  });

  it('a description of more than 140 characters', async () => {
    const { id } = await deployments().create(wanted);

    const because = await refusalOf(
      deployments().addStatus(id, { ...status, description: '🚀'.repeat(141) }),
    );

    expect(because).toMatchObject({ kind: 'answered', status: 422 });
  });

  it('a message that repeats the token is told without it', async () => {
    github.fault = { on: 'all', does: 'talk' };

    const because = await refusalOf(deployments().create(wanted));

    expect(because).toEqual({ kind: 'answered', status: 500, message: 'your token *** is fine' });
  });

  it('a token that is no header is not repeated either', async () => {
    const because = await refusalOf(deployments({ GITHUB_TOKEN: 'ghs_1\nghs_2' }).create(wanted));

    expect(because.kind).toBe('unreachable');
    expect(JSON.stringify(because)).not.toContain('ghs_');
  });
});

describe('where GitHub gives no answer', () => {
  it('it is given up in time', async () => {
    github.fault = { on: 'all', does: 'hang' };
    const startedAt = performance.now();

    const because = await refusalOf(deployments({}, 300).create(wanted));

    expect(because.kind).toBe('no-answer');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it.each([
    ['a connection that breaks', 'reset', {}],
    ['a name that does not exist', undefined, { GITHUB_API_URL: 'http://github.invalid' }],
    ['no URL at all', undefined, { GITHUB_API_URL: 'github' }],
  ] as const)('%s is told as such', async (_what, does, changes) => {
    if (does !== undefined) github.fault = { on: 'all', does };

    expect((await refusalOf(deployments(changes).create(wanted))).kind).toBe('unreachable');
  });
});

describe('where it is written', () => {
  it('is told by the step; without one, or without a token, nowhere', () => {
    const { GITHUB_TOKEN: token, ...rest } = github.environment;

    expect(githubTarget({ ...rest, GITHUB_TOKEN: '', GH_TOKEN: token })).toMatchObject({ token });
    expect(githubTarget({ ...rest, GITHUB_TOKEN: token, GITHUB_API_URL: '' })).toMatchObject({
      apiUrl: 'https://api.github.com',
    });
    expect(githubTarget(rest)).toEqual({ kind: 'no-token' });
    expect(githubTarget({})).toEqual({ kind: 'no-run', missing: ['GITHUB_REPOSITORY', 'GITHUB_SHA'] });
  });
});
