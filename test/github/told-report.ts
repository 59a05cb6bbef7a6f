import type { DeploymentOrder } from '../../src/cli/github/deployment-order.ts';
import { DeploymentReport } from '../../src/cli/github/deployment-report.ts';
import { systemClock } from '../../src/cli/system-clock.ts';
import { githubTarget } from '../../src/github/github-target.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { GitHubRefusal } from '../../src/model/github-refusal.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { ReleaseFact } from '../../src/model/release-event.ts';
import { aDeployment } from '../unit/builders.ts';
import type { GitHubServer } from './github-server.ts';

export const because = { kind: 'run-failed', service: 'demo/api' } as const;
export const good: Outcome = { kind: 'succeeded', because };
export const bad: Outcome = { kind: 'failed-left', because };
export const started: ReleaseFact = {
  type: 'deployment.started',
  deployment: aDeployment(),
  how: 'started',
};

export function concluded(outcome: Outcome): ReleaseFact {
  return { type: 'release.concluded', outcome };
}

/** Seconds that take as many milliseconds as a tenth of them, so that limits are reached soon. */
export const tenTimesAsFast: Clock = {
  now: () => systemClock.now() * 10,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 10, signal),
};

/** A run that tells GitHub. */
export interface Told {
  readonly warnings: readonly GitHubRefusal[];
  readonly say: (fact: ReleaseFact, service?: string) => void;
  /** How long it took, in seconds of a clock that is ten times as fast. */
  readonly end: (leave?: AbortSignal) => Promise<number>;
}

export function reportOf(
  github: GitHubServer,
  order: Partial<DeploymentOrder> = {},
  clock: Clock = systemClock,
): Told {
  const warnings: GitHubRefusal[] = [];
  const report = new DeploymentReport(
    { action: 'deploy', environment: 'staging', services: ['demo/web'], ...order },
    {
      target: githubTarget(github.environment),
      clock,
      warn: (refusal) => void warnings.push(refusal),
    },
  );
  return {
    warnings,
    say: (fact, service = 'demo/web') => report.record({ at: 0, release: 'r', service, ...fact }),
    end: async (leave = new AbortController().signal) => {
      const begin = performance.now();
      await report.end(leave);
      return (performance.now() - begin) / 100;
    },
  };
}
