import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeploymentOrder } from '../../src/cli/github/deployment-order.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { anApproval } from '../unit/output/a-shift.ts';
import { GitHubServer } from './github-server.ts';
import { bad, because, concluded, good, reportOf, started } from './told-report.ts';

const nothingToDo: Outcome = { kind: 'nothing-to-do', because };
const rejected: Outcome = { kind: 'rolled-back-as-asked', because, to: 'web:1' };

let github: GitHubServer;
beforeEach(async () => {
  github = await GitHubServer.start();
  // `deploy web api` has begun both, and left them.
  const payload = { action: 'deploy', services: ['demo/web', 'demo/api'] };
  github.add({ environment: 'staging', payload }, 'pending');
});
afterEach(() => github.stop());

/** A job that is about one of them. */
async function run(action: DeploymentOrder['action'], service: string, outcome: Outcome): Promise<void> {
  const { say, end } = reportOf(github, { action, services: [service] });
  if (outcome.kind !== 'nothing-to-do') say(started, service);
  say(concluded(outcome), service);
  await end();
}

function lastOf(index: number): unknown {
  return github.deployments[index]?.statuses.at(-1);
}

describe('a deployment of GitHub for two services, each gone on with by a job of its own', () => {
  it.each([
    ['approve', good, 'demo/web (1 of 2 done): released'],
    ['resume', good, 'demo/web (1 of 2 done): released'],
    ['deploy', nothingToDo, 'demo/web (1 of 2 done): unchanged'],
    ['reject', rejected, 'demo/web (1 of 2 done): back on web:1, as asked'],
  ] as const)('goes on when %s has ended one of them well', async (action, outcome, words) => {
    await run(action, 'demo/web', outcome);

    expect(lastOf(0)).toMatchObject({
      state: 'in_progress',
      description: expect.stringContaining(words),
    });
  });

  it('is over when one of them was superseded', async () => {
    await run('resume', 'demo/web', { kind: 'superseded', because });

    expect(lastOf(0)).toMatchObject({ state: 'inactive' });
  });

  it('is a success when the second one has ended well, too', async () => {
    await run('approve', 'demo/web', good);
    await run('approve', 'demo/api', good);

    expect(lastOf(0)).toMatchObject({
      state: 'success',
      description: expect.stringContaining('demo/api (one of 2 services): released'),
    });
    expect(github.deployments).toHaveLength(1);
  });

  it('is a failure when the second one fails', async () => {
    await run('approve', 'demo/web', good);
    await run('approve', 'demo/api', bad);

    expect(lastOf(0)).toMatchObject({
      state: 'failure',
      description: expect.stringContaining('demo/api (one of 2 services): failed'),
    });
  });

  it('is none while the one that had ended is released again', async () => {
    await run('resume', 'demo/web', good);
    const again = reportOf(github, { action: 'deploy', services: ['demo/web'] });
    again.say(started);
    await github.waitFor(() => github.statesOf(0).length === 4);

    await run('approve', 'demo/api', good);

    expect(lastOf(0)).toMatchObject({
      state: 'in_progress',
      description: expect.stringContaining('demo/api (1 of 2 done)'),
    });
  });

  it('hears of both jobs where they go on side by side', async () => {
    const jobs = ['demo/web', 'demo/api'].map((service) => ({
      service,
      ...reportOf(github, { action: 'approve', services: [service] }),
    }));
    for (const { say, service } of jobs) say(started, service);
    await github.waitFor(() => github.statesOf(0).length === 3);

    for (const { say, end, service } of jobs) {
      say(concluded(good), service);
      await end();
    }

    expect(github.statesOf(0).slice(-2)).toEqual(['in_progress', 'success']);
  });

  it('stays a failure although the job of the other one ends well afterwards', async () => {
    const web = reportOf(github, { action: 'approve' });
    web.say(started);
    await github.waitFor(() => github.statesOf(0).length === 2);
    await run('approve', 'demo/api', bad);
    web.say(concluded(good));

    await web.end();

    expect(lastOf(0)).toMatchObject({ state: 'failure' });
  });
});

describe('a run that leaves one of its services waiting', () => {
  const waits: Outcome = { kind: 'waiting-for-approval', approval: anApproval(), asAsked: false };
  const apiWaits = [
    ['demo/api', started],
    ['demo/api', concluded(waits)],
  ] as const;
  const webWell = [
    ['demo/web', started],
    ['demo/web', concluded(good)],
  ] as const;

  it.each([
    ['before it', [webWell, apiWaits]],
    ['after it', [apiWaits, webWell]],
    ['with nothing to do', [[['demo/web', concluded(nothingToDo)]], apiWaits]],
  ] as const)('and ends the other well %s: the job that approves ends it all', async (_when, facts) => {
    const { say, end } = reportOf(github, { environment: 'other', services: ['demo/web', 'demo/api'] });
    for (const [service, fact] of facts.flat()) say(fact, service);
    await end();
    expect(lastOf(1)).toMatchObject({ state: 'pending' });

    const { say: sayLater, end: endLater } = reportOf(github, {
      action: 'approve',
      environment: 'other',
      services: ['demo/api'],
    });
    sayLater(started, 'demo/api');
    sayLater(concluded(good), 'demo/api');
    await endLater();

    expect(lastOf(1)).toMatchObject({ state: 'success' });
  });
});

describe('a run of more services than the deployment that it goes on with', () => {
  it('ends it', async () => {
    const services = ['demo/web', 'demo/api', 'demo/shop'];
    const { say, end } = reportOf(github, { services });
    for (const service of services) say(started, service);
    for (const service of services) say(concluded(good), service);

    await end();

    expect(lastOf(0)).toMatchObject({ state: 'success' });
  });
});
