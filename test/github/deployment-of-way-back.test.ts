import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeploymentOrder } from '../../src/cli/github/deployment-order.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { ReleaseFact } from '../../src/model/release-event.ts';
import { aDeployment } from '../unit/builders.ts';
import { GitHubServer } from './github-server.ts';
import { because, concluded, good, reportOf } from './told-report.ts';

const wentBack: Outcome = { kind: 'rolled-back-as-asked', because, to: 'web:1' };
const rolledBack: Outcome = { kind: 'failed-rolled-back', because, by: 'ecsdeploy', to: 'web:1' };
const cancelled: Outcome = {
  kind: 'interrupted',
  signal: 'SIGINT',
  started: true,
  rollingBack: true,
};
const services = ['demo/web'];
const environment = 'staging';

let github: GitHubServer;
beforeEach(async () => {
  github = await GitHubServer.start();
});
afterEach(() => github.stop());

/** Of `web:2`, or another revision. */
function begins(how: 'started' | 'adopted' | 'found', revision = 2): ReleaseFact {
  const taskDefinition = `arn:aws:ecs:us-east-1:123456789012:task-definition/web:${revision}`;
  return { type: 'deployment.started', deployment: { ...aDeployment(), taskDefinition }, how };
}

async function run(
  action: DeploymentOrder['action'],
  begun: ReleaseFact | undefined,
  outcome: Outcome,
): Promise<void> {
  const { say, end } = reportOf(github, { action });
  if (begun !== undefined) say(begun);
  say(concluded(outcome));
  await end();
}

function told(index: number): string[] {
  return (github.deployments[index]?.statuses ?? []).map(
    ({ state, description }) => `${state}: ${description}`,
  );
}

describe('a rollback', () => {
  it('of a release that was left open is a deployment of its own, and ends that one', async () => {
    github.add({ environment, payload: { action: 'deploy', services } }, 'in_progress');

    await run('rollback', begins('found'), wentBack);

    expect(told(0).slice(1)).toEqual(['inactive: demo/web: back on web:1, as asked']);
    expect(told(1)).toEqual([
      'in_progress: demo/web: web:2 is being taken back',
      'success: demo/web: back on web:1, as asked',
    ]);
    expect(github.deployments[1]?.payload).toMatchObject({ action: 'rollback', stops: 'web:2' });
  });

  it('ends the release also where that was of another commit', async () => {
    const sha = 'a'.repeat(40);
    github.add({ sha, environment, payload: { action: 'deploy', services } }, 'pending');

    await run('rollback', begins('found'), wentBack);

    expect(github.statesOf(0)).toEqual(['pending', 'inactive']);
  });

  it('that did not end well leaves the release as it is', async () => {
    github.add({ environment, payload: { action: 'deploy', services } }, 'in_progress');

    await run('rollback', begins('found'), { kind: 'failed-left', because });

    expect(github.statesOf(0)).toEqual(['in_progress']);
    expect(github.statesOf(1)).toEqual(['in_progress', 'failure']);
  });

  it('of one of two services ends the release of both only in part', async () => {
    const payload = { action: 'deploy', services: ['demo/web', 'demo/api'] };
    github.add({ environment, payload }, 'in_progress');

    await run('rollback', begins('found'), wentBack);

    expect(told(0).at(-1)).toBe('in_progress: demo/web (1 of 2 done): back on web:1, as asked');
  });

  it('that deploys an earlier revision says that this is brought in', async () => {
    await run('rollback', begins('started', 1), wentBack);

    expect(told(0)[0]).toBe('in_progress: demo/web: web:1 is being brought in');
    expect(github.deployments[0]?.payload).not.toHaveProperty('stops');
  });
});

describe('a rollback that was cancelled', () => {
  it('is not taken for a release by the next deploy', async () => {
    await run('rollback', begins('found'), cancelled);

    await run('deploy', begins('started'), good);

    expect(github.statesOf(0)).toEqual(['in_progress', 'in_progress']);
    expect(github.deployments[1]).toMatchObject({
      description: 'ecsdeploy releases demo/web',
      payload: { action: 'deploy' },
    });
    expect(github.statesOf(1)).toEqual(['in_progress', 'success']);
  });

  it.each([
    ['the stopped release went back', 'found', 2, rolledBack, 'success: demo/web: back on web:1'],
    ['what was to be left serves', 'found', 2, good, 'failure: demo/web: failed, not rolled back'],
    ['the earlier revision serves', 'started', 1, good, 'success: demo/web: back on web:1'],
    ['AWS took the way back back', 'started', 1, rolledBack, 'failure: demo/web: the rollback failed'],
  ] as const)('and is resumed: %s', async (_what, how, revision, outcome, words) => {
    await run('rollback', begins(how, revision), cancelled);

    await run('resume', begins('found', revision), outcome);

    expect(github.deployments).toHaveLength(1);
    expect(told(0)[2]).toBe(`in_progress: demo/web: web:${revision} is followed to its end`);
    expect(told(0)[3]).toContain(words);
  });

  it('and had gone on to a named release after the stop: resumed, it is judged by that one', async () => {
    await run('rollback', begins('found'), cancelled);

    await run('resume', begins('found', 7), good);

    expect(told(0)[3]).toBe('success: demo/web: back on web:7, as asked');
  });
});

describe.each(['reject', 'abort'] as const)('%s', (action) => {
  it('says that the release is taken back, and ends it, of whatever commit', async () => {
    const sha = 'a'.repeat(40);
    github.add({ sha, environment, payload: { action: 'deploy', services } }, 'pending');

    await run(action, begins('found'), wentBack);

    expect(told(0).slice(1)).toEqual([
      'in_progress: demo/web: web:2 is being taken back',
      'inactive: demo/web: back on web:1, as asked',
    ]);
  });

  it('of a way back ends that one, and does not call it a success', async () => {
    github.add({ environment, payload: { action: 'rollback', services } }, 'pending');

    await run(action, begins('found', 1), { ...wentBack, to: 'web:2' });

    expect(told(0).at(-1)).toBe('inactive: demo/web: back on web:2, as asked');
  });

  it('where nothing is in progress says nothing', async () => {
    github.add({ environment, payload: { action: 'deploy', services } }, 'pending');

    await run(action, undefined, { kind: 'nothing-to-do', because });

    expect(github.asked).toEqual([]);
  });
});
