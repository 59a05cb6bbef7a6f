import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actionSteps } from './action-steps.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open();
});
afterEach(async () => {
  await shop.close();
});

const toMain = { name: 'push', ref: 'refs/heads/main' };

describe('promote.yml', () => {
  it('brings to production the digest that staging runs', async () => {
    const sha = await shop.commit('second');
    const asked: string[] = [];
    const result = await shop.run('promote.yml', {
      sha,
      event: toMain,
      review: (environment) => {
        const at = (cluster: 'staging' | 'production'): string =>
          shop.service(cluster, 'web').commit.slice(0, 7);
        asked.push(`${environment}: staging ${at('staging')}, production ${at('production')}`);
        return Promise.resolve('approved');
      },
    });

    const [first, second] = [shop.first.slice(0, 7), sha.slice(0, 7)];
    expect(result.result).toBe('success');
    expect(asked).toEqual([
      `staging: staging ${first}, production ${first}`,
      `production: staging ${second}, production ${first}`,
    ]);
    expect(shop.image('production', 'web')).toBe(shop.image('staging', 'web'));
    expect(shop.service('production', 'web')).toEqual({ commit: sha, deployments: 1, running: 2 });
  });

  it('releases nothing where staging went on meanwhile', async () => {
    const sha = await shop.commit('second');
    const later = await shop.commit('third');
    const result = await shop.run('promote.yml', {
      sha,
      event: toMain,
      review: async (environment) => {
        const isNext = environment === 'production';
        if (isNext) await shop.run('promote.yml', { sha: later, event: toMain, review: onlyStaging });
        return 'approved';
      },
    });

    expect(shop.service('staging', 'web').commit).toBe(later);
    expect(shop.service('production', 'web').commit).toBe(shop.first);
    expect(actionSteps(result, 'production')[0]?.log).toContain('exit code 10');
  });

  it('stops where staging does not get well', async () => {
    const sha = await shop.commit('broken');
    shop.breaks('web', sha);
    const result = await shop.run('promote.yml', { sha, event: toMain });

    expect(result.jobs.map(({ id, result: how }) => [id, how])).toEqual([
      ['staging', 'failure'],
      ['production', 'skipped'],
    ]);
    expect(shop.service('production', 'web').commit).toBe(shop.first);
  });
});

const onlyStaging = (environment: string): Promise<'approved' | 'rejected'> =>
  Promise.resolve(environment === 'staging' ? 'approved' : 'rejected');

describe('pull-request.yml', () => {
  const request = (from: string) => ({
    name: 'pull_request',
    ref: 'refs/pull/7/merge',
    payload: { pull_request: { head: { repo: { full_name: from } } } },
  });

  it('checks the file without credentials, and what AWS has with some that may read', async () => {
    const sha = await shop.commit('second');
    const result = await shop.run('pull-request.yml', { sha, event: request('octocat/shop') });

    expect(result.result).toBe('success');
    expect(actionSteps(result, 'verify')[0]?.log).toContain('ok');
    expect(shop.service('production', 'web').commit).toBe(shop.first);
  });

  it('gives no credentials to a fork, and fails on a file that is wrong', async () => {
    const sha = await shop.commit('broken', { 'ecsdeploy.yml': 'version: 1\nservises: {}\n' });
    const result = await shop.run('pull-request.yml', { sha, event: request('stranger/shop') });

    expect(result.jobs.find(({ id }) => id === 'verify')?.result).toBe('skipped');
    expect(actionSteps(result, 'config')[0]?.log).toMatch(/servises[\s\S]*exit code 3/);
  });
});
