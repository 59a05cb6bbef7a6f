import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accessKeyOf } from './runner/stand-ins/aws-credentials.ts';
import { actionSteps } from './action-steps.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open('approve: before-traffic');
});
afterEach(async () => {
  await shop.close();
});

const toMain = { name: 'push', ref: 'refs/heads/main' };
const file = 'approve-in-production.yml';

describe(file, () => {
  it('waits at AWS until a reviewer lets the second job start, which sees it through', async () => {
    const sha = await shop.commit('second');
    const waiting: unknown[] = [];
    const result = await shop.run(file, {
      sha,
      event: toMain,
      review: (environment, job) => {
        waiting.push([environment, job, shop.service('production', 'web').deployments]);
        return Promise.resolve('approved');
      },
    });

    const [release] = actionSteps(result, 'release');
    const [approve] = actionSteps(result, 'approve');
    expect(waiting).toEqual([['production', 'approve', 2]]);
    expect(release).toMatchObject({
      outcome: 'success',
      outputs: { outcome: 'waiting-for-approval', 'exit-code': '0' },
    });
    expect(release?.outputs['approve-command']).toMatch(/ --expect [\w-]+\/ecs-pause-[\w-]+$/);
    expect(approve).toMatchObject({
      outcome: 'success',
      outputs: { outcome: 'succeeded', revision: release?.outputs['revision'] },
    });
    expect(result.jobs.map(({ id, result: how }) => [id, how])).toEqual([
      ['release', 'success'],
      ['approve', 'success'],
      ['take-back', 'skipped'],
    ]);
    expect(shop.service('production', 'web')).toEqual({ commit: sha, deployments: 1, running: 2 });
  });

  it('takes the release back where the reviewer says no', async () => {
    const sha = await shop.commit('second');
    const result = await shop.run(file, { sha, event: toMain, review: () => Promise.resolve('rejected') });

    expect(result.jobs.map(({ id, result: how }) => [id, how])).toEqual([
      ['release', 'success'],
      ['approve', 'failure'],
      ['take-back', 'success'],
    ]);
    expect(shop.service('production', 'web')).toEqual({ commit: shop.first, deployments: 1, running: 2 });
  });

  it('does so with a role that may not approve', async () => {
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
    const approving = { Effect: 'Deny', Action: 'ecs:ContinueServiceDeployment', Resource: '*' };
    shop.sandbox.control.enforceIam({
      policy: { Version: '2012-10-17', Statement: [everything, approving] },
      accessKeyId: accessKeyOf('arn:aws:iam::123456789012:role/deploy'),
    });
    const sha = await shop.commit('second');
    const result = await shop.run(file, { sha, event: toMain, review: () => Promise.resolve('rejected') });

    const [back] = actionSteps(result, 'take-back');
    expect(back).toMatchObject({ outcome: 'success', outputs: { outcome: 'rolled-back-as-asked' } });
    expect(shop.service('production', 'web')).toEqual({ commit: shop.first, deployments: 1, running: 2 });
  });

  it('asks nobody where there is nothing to release', async () => {
    const { first } = shop;
    const asked: string[] = [];
    const review = (environment: string): Promise<'approved'> => {
      asked.push(environment);
      return Promise.resolve('approved');
    };
    await shop.run(file, { sha: first, event: toMain, review });
    const again = await shop.run(file, { sha: first, event: toMain, review });

    expect(asked.length).toBeLessThan(2);
    expect(again.jobs.map(({ id, result: how }) => [id, how])).toEqual([
      ['release', 'success'],
      ['approve', 'skipped'],
      ['take-back', 'skipped'],
    ]);
  });
});
