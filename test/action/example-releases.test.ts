import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
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

describe('deploy.yml', () => {
  it('releases the commit that was pushed, and refuses the one before it', async () => {
    const before = await shop.commit('second');
    const sha = await shop.commit('third');
    const released = await shop.run('deploy.yml', { sha, event: toMain });
    const late = await shop.run('deploy.yml', { sha: before, event: toMain });

    expect(released.result).toBe('success');
    expect(actionSteps(released, 'deploy')[0]).toMatchObject({
      outputs: {
        outcome: 'succeeded',
        changed: 'released',
        tag: sha,
        digest: shop.image('production', 'web').split('@')[1],
      },
    });
    expect(actionSteps(released, 'deploy')[0]?.summary).toContain('production-web:2');
    expect(late.result).toBe('failure');
    expect(actionSteps(late, 'deploy')[0]?.log).toContain('exit code 10');
    expect(shop.service('production', 'web')).toEqual({ commit: sha, deployments: 1, running: 2 });
    expect(shop.service('staging', 'web')).toMatchObject({ commit: shop.first });
  });

  it('fails where the new tasks cannot start, and what ran before runs on', async () => {
    const sha = await shop.commit('broken');
    shop.breaks('web', sha);
    const result = await shop.run('deploy.yml', { sha, event: toMain });

    expect(result.result).toBe('failure');
    expect(actionSteps(result, 'deploy')[0]?.log).toContain('exit code 20');
    expect(shop.service('production', 'web')).toEqual({ commit: shop.first, deployments: 1, running: 2 });
  });

  it('leaves the release to AWS when the run is cancelled, and says in time what goes on', async () => {
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

    const [step] = actionSteps(result, 'deploy');
    expect(result.result).toBe('cancelled');
    expect(step).toMatchObject({
      outcome: 'cancelled',
      outputs: {
        outcome: 'interrupted',
        'exit-code': '130',
        revision: 'production-web:2',
        'previous-revision': 'production-web:1',
      },
    });
    expect(step?.summary).toContain('ecsdeploy resume');
    expect(shop.service('production', 'web').commit).toBe(sha);
  });
});

describe('rollback.yml', () => {
  const button = (inputs: Record<string, string>) => ({
    name: 'workflow_dispatch',
    ref: 'refs/heads/main',
    inputs,
  });

  it('goes back to the release before, or to the one that is named', async () => {
    const second = await shop.commit('second');
    await shop.run('deploy.yml', { sha: second, event: toMain });
    const back = await shop.run('rollback.yml', {
      sha: second,
      event: button({ service: 'web', reason: 'slow' }),
    });
    const afterBack = shop.service('production', 'web').commit;
    const named = await shop.run('rollback.yml', {
      sha: second,
      event: button({ service: 'web', to: second }),
    });

    expect([back.result, afterBack]).toEqual(['success', shop.first]);
    expect([named.result, shop.service('production', 'web').commit]).toEqual(['success', second]);
  });

  it.each(['x --force --dry-run', "$(touch pwned)'; touch pwned; '"])(
    'takes %j as a name and nothing else',
    async (to) => {
      const result = await shop.run('rollback.yml', {
        sha: shop.first,
        event: button({ service: 'web', to, reason: '"$(touch pwned)' }),
      });

      const [step] = actionSteps(result, 'rollback');
      expect(step?.outcome).toBe('failure');
      expect(step?.log).toContain(to);
      expect(shop.service('production', 'web')).toMatchObject({ commit: shop.first, deployments: 1 });
      expect(shop.files()).not.toContain('pwned');
    },
  );

  it('offers no other services than those of the file', async () => {
    await expect(
      shop.run('rollback.yml', { sha: shop.first, event: button({ service: 'db' }) }),
    ).rejects.toThrow('not in the list');
  });
});

describe('release-on-tag.yml', () => {
  it('releases what a tag names', async () => {
    const sha = await shop.commit('second');
    const result = await shop.run('release-on-tag.yml', {
      sha,
      event: { name: 'push', ref: 'refs/tags/v1.4.2' },
    });

    expect(result.result).toBe('success');
    expect(shop.service('production', 'web')).toMatchObject({ commit: sha });
  });

  it('stops before AWS is asked where the commit is not on main, and is not started by other tags', async () => {
    const sha = await shop.commitBeside('a branch');
    const result = await shop.run('release-on-tag.yml', {
      sha,
      event: { name: 'push', ref: 'refs/tags/v1.4.2' },
    });
    const nightly = shop.run('release-on-tag.yml', {
      sha,
      event: { name: 'push', ref: 'refs/tags/nightly' },
    });

    expect(result.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual([
      'success',
      'failure',
      'skipped',
      'skipped',
    ]);
    expect(result.jobs[0]?.steps[1]?.record.annotations[0]?.message).toBe('v1.4.2 is not on main');
    await expect(nightly).rejects.toThrow('does not start');
  });
});

describe('monorepo.yml', () => {
  const push = (before: string) => ({ ...toMain, payload: { before } });

  it('releases what was changed side by side, leaves the rest alone, and everything where nothing was changed', async () => {
    const both = await shop.commit('both');
    const first = await shop.run('monorepo.yml', { sha: both, event: push('0'.repeat(40)) });
    const one = await shop.commit('api only', { 'services/api/b c.ts': '2', 'README.md': 'x' });
    await shop.run('monorepo.yml', { sha: one, event: push(both) });
    const none = await shop.commit('nothing', { 'README.md': 'y', 'services/README.md': 'z' });
    const last = await shop.run('monorepo.yml', { sha: none, event: push(one) });

    expect(first.jobs.map(({ id, matrix, result }) => [id, matrix['service'], result])).toEqual([
      ['changed', undefined, 'success'],
      ['deploy', 'api', 'success'],
      ['deploy', 'web', 'success'],
    ]);
    expect(shop.service('production', 'web').commit).toBe(both);
    expect(shop.service('production', 'api').commit).toBe(one);
    expect(last.jobs.map(({ id, result }) => [id, result])).toEqual([
      ['changed', 'success'],
      ['deploy', 'skipped'],
    ]);
  });

  it('releases the service that a file was taken from, and none that is gone', async () => {
    const before = await shop.commit('before', {
      'services/api/b c.ts': '2',
      'services/old/Dockerfile': 'FROM scratch',
    });
    const inServices = (name: string): string => path.join(shop.repository, 'services', name);
    await rename(inServices('api/b c.ts'), inServices('web/b c.ts'));
    await rm(inServices('old'), { recursive: true });
    const moved = await shop.commit('moved');

    const result = await shop.run('monorepo.yml', { sha: moved, event: push(before) });

    const released = result.jobs.flatMap(({ matrix }) => matrix['service'] ?? []);
    expect(released).toEqual(['api', 'web']);
  });
});
