import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeploymentOrder } from '../../src/cli/github/deployment-order.ts';
import { DeploymentReport } from '../../src/cli/github/deployment-report.ts';
import { systemClock } from '../../src/cli/system-clock.ts';
import { githubTarget } from '../../src/github/github-target.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { GitHubRefusal } from '../../src/model/github-refusal.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { ReleaseFact } from '../../src/model/release-event.ts';
import { aDeployment } from '../unit/builders.ts';
import { GitHubServer } from './github-server.ts';

let github: GitHubServer;
beforeEach(async () => {
  github = await GitHubServer.start();
});
afterEach(() => github.stop());

const because = { kind: 'run-failed', service: 'demo/api' } as const;
const good: Outcome = { kind: 'succeeded', because };
const bad: Outcome = { kind: 'failed-left', because };
const started: ReleaseFact = { type: 'deployment.started', deployment: aDeployment(), how: 'started' };
const payload = { services: ['demo/web'] };

/** Seconds that take as many milliseconds as a tenth of them, so that limits are reached soon. */
const tenTimesAsFast: Clock = {
  now: () => systemClock.now() * 10,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 10, signal),
};

interface Told {
  readonly report: DeploymentReport;
  readonly warnings: readonly GitHubRefusal[];
  readonly say: (fact: ReleaseFact, service?: string) => void;
  /** How long it took, in the seconds of the clock. */
  readonly end: (leave?: AbortSignal) => Promise<number>;
}

function reportOf(order: Partial<DeploymentOrder> = {}): Told {
  const warnings: GitHubRefusal[] = [];
  const report = new DeploymentReport(
    { action: 'deploy', environment: 'staging', services: ['demo/web'], ...order },
    {
      target: githubTarget(github.environment),
      clock: tenTimesAsFast,
      warn: (refusal) => void warnings.push(refusal),
    },
  );
  return {
    report,
    warnings,
    say: (fact, service = 'demo/web') => report.record({ at: 0, release: 'r', service, ...fact }),
    end: async (leave = new AbortController().signal) => {
      const begin = performance.now();
      await report.end(leave);
      return (performance.now() - begin) / 100;
    },
  };
}

function concluded(outcome: Outcome): ReleaseFact {
  return { type: 'release.concluded', outcome };
}

describe('a run of several services', () => {
  it('is one deployment, which ends as the one that decides the exit code', async () => {
    const { say, end } = reportOf({ services: ['demo/web', 'demo/api', 'demo/shop'] });
    say(started, 'demo/web');
    say(started, 'demo/api');
    say(concluded(good), 'demo/web');
    say(concluded(bad), 'demo/api');
    say(concluded({ kind: 'not-started', because }), 'demo/shop');

    await end();

    expect(github.statesOf(0)).toEqual(['in_progress', 'failure']);
    expect(github.deployments[0]?.statuses[1]?.description).toMatch(
      /^demo\/api \(one of 3 services\): failed/,
    );
  });

  it('tells of the one that has begun, where the others say nothing about a deployment', async () => {
    const signal = 'SIGINT';
    const { say, end } = reportOf({ services: ['demo/api', 'demo/web'] });
    say(started);
    say(concluded({ kind: 'interrupted', signal, started: false, rollingBack: false }), 'demo/api');
    say(concluded({ kind: 'interrupted', signal, started: true, rollingBack: false }));

    await end();

    expect(github.statesOf(0)).toEqual(['in_progress', 'in_progress']);
  });

  it('hears nothing of services that go to another environment', async () => {
    const { say, end } = reportOf();
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
      const alone = reportOf({ action });
      alone.say(started);
      alone.say(concluded(good));
      await alone.end();
      expect(github.deployments).toEqual([]);

      github.add({ environment: 'staging', payload }, 'pending');
      const { say, end } = reportOf({ action });
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
    const { say, end } = reportOf({ action: 'rollback' });
    say(started);
    say(concluded(good));

    await end();

    expect(github.statesOf(0)).toEqual(['in_progress']);
    expect(github.statesOf(1)).toEqual(['in_progress', 'success']);
  });

  it('one that was left open is closed by a run that finds nothing to do, and not by one that failed before it began', async () => {
    github.add({ environment: 'staging', payload }, 'in_progress');
    const refused = reportOf();
    refused.say(concluded({ kind: 'error', error: { code: 'refused.x', message: 'x', suggestions: [] } }));
    await refused.end();
    expect(github.asked).toEqual([]);

    const { say, end } = reportOf();
    say(concluded({ kind: 'nothing-to-do', because }));
    await end();

    expect(github.statesOf(0)).toEqual(['in_progress', 'success']);
  });
});

describe('an end without a result', () => {
  it('is an error where something had begun', async () => {
    const { say, end } = reportOf();
    say(started);

    await end();

    expect(github.statesOf(0)).toEqual(['in_progress', 'error']);
  });
});

describe('the time that it takes', () => {
  it.each([
    ['three seconds for a question', undefined, 3],
    ['one when the process is to leave', 'SIGINT', 1],
  ] as const)('%s', async (_what, signal, limit) => {
    const { say, end, warnings } = reportOf();
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
    const { say, end, warnings } = reportOf();
    say(started);
    say(concluded(good));
    const ended = end(leave.signal);

    leave.abort();

    expect(await ended).toBeLessThan(2);
    expect(warnings).toHaveLength(1);
  });
});
