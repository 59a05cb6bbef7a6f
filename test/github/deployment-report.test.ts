import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GitHubServer } from './github-server.ts';
import { bad, because, concluded, good, reportOf, started, tenTimesAsFast } from './told-report.ts';

let github: GitHubServer;
beforeEach(async () => {
  github = await GitHubServer.start();
});
afterEach(() => github.stop());

const payload = { action: 'deploy', services: ['demo/web'] };

describe('a run of several services', () => {
  it('is one deployment, which ends as the one that decides the exit code', async () => {
    const { say, end } = reportOf(github, { services: ['demo/web', 'demo/api', 'demo/shop'] });
    say(started, 'demo/web');
    say(started, 'demo/api');
    say(concluded(good), 'demo/web');
    say(concluded(bad), 'demo/api');
    say(concluded({ kind: 'not-started', because }), 'demo/shop');

    await end();

    expect(github.deployments[0]?.statuses).toMatchObject([
      { state: 'in_progress', description: expect.stringMatching(/^demo\/web: .* is being brought in$/) },
      { state: 'in_progress', description: expect.stringMatching(/^demo\/web \(1 of 3 done\): released/) },
      { state: 'failure', description: expect.stringMatching(/^demo\/api \(one of 3 services\): failed/) },
    ]);
  });

  it('tells of the one that has begun, where the others say nothing about a deployment', async () => {
    const signal = 'SIGINT';
    const { say, end } = reportOf(github, { services: ['demo/api', 'demo/web'] });
    say(started);
    say(concluded({ kind: 'interrupted', signal, started: false, rollingBack: false }), 'demo/api');
    say(concluded({ kind: 'interrupted', signal, started: true, rollingBack: false }));

    await end();

    expect(github.statesOf(0)).toEqual(['in_progress', 'in_progress']);
  });

  it('goes on where one of them has ended well and another goes on as asked', async () => {
    const { say, end } = reportOf(github, { services: ['demo/web', 'demo/api'] });
    for (const service of ['demo/web', 'demo/api']) say(started, service);
    say(concluded(good), 'demo/web');
    say(concluded({ kind: 'reached', what: 'BAKE_TIME' }), 'demo/api');

    await end();

    expect(github.deployments[0]?.statuses.at(-1)).toMatchObject({
      state: 'in_progress',
      description: expect.stringMatching(/^demo\/api \(one of 2 services\): .* goes on at AWS$/),
    });
  });

  it('of too many tells no end one by one', async () => {
    const services = Array.from({ length: 21 }, (_, index) => `demo/s${index}`);
    const { say, end } = reportOf(github, { services });
    for (const service of services) say(started, service);
    for (const service of services) say(concluded(good), service);

    await end();

    expect(github.statesOf(0)).toEqual(['in_progress', 'success']);
  });

  it('hears nothing of services that go to another environment', async () => {
    const { say, end } = reportOf(github);
    say(started, 'demo/api');
    say(concluded(bad), 'demo/api');

    await end();

    expect(github.asked).toEqual([]);
  });
});

describe('whose deployment it is', () => {
  it.each(['approve', 'reject', 'resume'] as const)(
    '%s adds to an open one, and makes none',
    async (action) => {
      const alone = reportOf(github, { action });
      alone.say(started);
      alone.say(concluded(good));
      await alone.end();
      expect(github.deployments).toEqual([]);

      github.add({ environment: 'staging', payload }, 'pending');
      const { say, end } = reportOf(github, { action });
      say(started);
      say(concluded(action === 'reject' ? { kind: 'rolled-back-as-asked', because, to: 'web:1' } : good));
      await end();

      const last = action === 'reject' ? 'inactive' : 'success';
      expect(github.statesOf(0)).toEqual(['pending', 'in_progress', last]);
      expect(github.deployments).toHaveLength(1);
    },
  );

  it('a rollback makes its own beside one that is open', async () => {
    github.add({ environment: 'staging', payload }, 'in_progress');
    const { say, end } = reportOf(github, { action: 'rollback' });
    say(started);
    say(concluded(good));

    await end();

    expect(github.statesOf(0)).toEqual(['in_progress']);
    expect(github.statesOf(1)).toEqual(['in_progress', 'success']);
  });

  it('one that was left open is closed by a run that finds nothing to do, and not by one that failed before it began', async () => {
    github.add({ environment: 'staging', payload }, 'in_progress');
    const refused = reportOf(github);
    refused.say(concluded({ kind: 'error', error: { code: 'refused.x', message: 'x', suggestions: [] } }));
    await refused.end();
    expect(github.asked).toEqual([]);

    const { say, end } = reportOf(github);
    say(concluded({ kind: 'nothing-to-do', because }));
    await end();

    expect(github.statesOf(0)).toEqual(['in_progress', 'success']);
  });
});

describe('an end without a result', () => {
  it('is an error where something had begun', async () => {
    const { say, end } = reportOf(github);
    say(started);

    await end();

    expect(github.statesOf(0)).toEqual(['in_progress', 'error']);
  });
});

describe('a GitHub that did not answer at first', () => {
  it.each(['GET', 'POST'] as const)('is told at the end, with nothing to warn of: %s', async (on) => {
    github.fault = { on, does: 'fail' };
    const { say, end, warnings } = reportOf(github);
    say(started);
    await github.waitFor(() => github.refused > 0);
    github.fault = undefined;
    say(concluded(good));

    await end();

    expect(github.deployments).toMatchObject([{ description: 'ecsdeploy releases demo/web' }]);
    expect(github.statesOf(0)).toEqual(['success']);
    expect(warnings).toEqual([]);
  });

  it('and had made it all the same: it is not made twice', async () => {
    github.fault = { on: 'POST', does: 'swallow' };
    const { say, end } = reportOf(github);
    say(started);
    await github.waitFor(() => github.deployments.length === 1);
    github.fault = undefined;
    say(concluded(good));

    await end();

    expect(github.deployments).toHaveLength(1);
    expect(github.statesOf(0)).toEqual(['success']);
  });

  it('is told by the job that goes on with it, too', async () => {
    github.add({ environment: 'staging', payload }, 'pending');
    github.fault = { on: 'GET', does: 'fail' };
    const { say, end } = reportOf(github, { action: 'approve' });
    say(started);
    await github.waitFor(() => github.refused > 0);
    github.fault = undefined;
    say(concluded(good));

    await end();

    expect(github.statesOf(0)).toEqual(['pending', 'success']);
  });

  it('nor at the end: there is one warning', async () => {
    github.fault = { on: 'all', does: 'fail' };
    const { say, end, warnings } = reportOf(github);
    say(started);
    say(concluded(good));

    await end();

    expect(warnings).toEqual([{ kind: 'answered', status: 502, message: 'Server Error' }]);
  });
});

describe('the time that it takes', () => {
  it.each([
    ['three seconds for a question', undefined, 3],
    ['one when the process is to leave', 'SIGINT', 1],
  ] as const)('%s', async (_what, signal, limit) => {
    const { say, end, warnings } = reportOf(github, {}, tenTimesAsFast);
    say(started);
    await github.waitFor(() => github.statesOf(0).length === 1);
    github.fault = { on: 'statuses', does: 'hang' };
    if (signal !== undefined) say({ type: 'interrupt.received', signal, then: 'detach' });
    say(concluded(good));

    const took = await end();

    expect(took).toBeGreaterThanOrEqual(limit * 0.9);
    expect(took).toBeLessThan(limit + 4);
    expect(warnings.map(({ kind }) => kind)).toEqual(['no-answer']);
  });

  it('is over when somebody does not want to wait', async () => {
    const leave = new AbortController();
    github.fault = { on: 'all', does: 'hang' };
    const { say, end, warnings } = reportOf(github, {}, tenTimesAsFast);
    say(started);
    say(concluded(good));
    const ended = end(leave.signal);

    leave.abort();

    expect(await ended).toBeLessThan(2);
    expect(warnings).toHaveLength(1);
  });
});
