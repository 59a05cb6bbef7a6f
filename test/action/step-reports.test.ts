import { afterEach, describe, expect, it } from '@jest/globals';
import { actionSteps } from './action-steps.ts';
import { expectGoldenStep } from './expect-golden.ts';
import { Shop } from './shop.ts';

let shop: Shop;
afterEach(async () => {
  await shop.close();
});

const toMain = { name: 'push', ref: 'refs/heads/main' };

describe('outputs and summary of the action, as a runner has them', () => {
  it('of a release, and of one that rolls back', async () => {
    shop = await Shop.open();
    const second = await shop.commit('feat: search <b>and</b> | find');
    const broken = await shop.commit('fix: `nothing`');
    shop.breaks('web', broken);

    const released = await shop.run('deploy.yml', { sha: second, event: toMain });
    const failed = await shop.run('deploy.yml', { sha: broken, event: toMain });

    expectGoldenStep('released', stepOf(released, 'deploy'));
    expectGoldenStep('rolled-back', stepOf(failed, 'deploy'));
    expect(failed.jobs[0]?.steps.flatMap(({ record }) => record.annotations)).toMatchObject([
      { level: 'error', properties: { title: 'production/web' } },
      { level: 'error', message: expect.stringContaining('exit code 20') as unknown },
    ]);
  });

  it('of a release that waits, and of its approval', async () => {
    shop = await Shop.open('approve: before-traffic');
    const sha = await shop.commit('second');

    const result = await shop.run('approve-in-production.yml', {
      sha,
      event: toMain,
      review: () => Promise.resolve('approved'),
    });

    expectGoldenStep('paused', stepOf(result, 'release'));
    expectGoldenStep('approved', stepOf(result, 'approve'));
  });

  it('of a release whose workflow is cancelled', async () => {
    shop = await Shop.open();
    const sha = await shop.commit('second');
    const cancel = new AbortController();

    const result = await shop.run('deploy.yml', {
      sha,
      event: toMain,
      cancelled: cancel.signal,
      onLine: (line) => {
        if (/deployment .* started$/.test(line)) cancel.abort();
      },
    });

    expectGoldenStep('cancelled', stepOf(result, 'deploy'));
  });
});

function stepOf(result: Parameters<typeof actionSteps>[0], job: string) {
  const [step] = actionSteps(result, job);
  if (step === undefined) throw new Error(`job ${job} has no step of the action`);
  return step;
}
