import type { Clock } from '../../model/clock.ts';
import type { GitHubRefusal } from '../../model/github-refusal.ts';
import type { ReleaseEvent } from '../../model/release-event.ts';
import { onSignals } from '../signals.ts';
import type { DeploymentOrder } from './deployment-order.ts';

/** The deployments of GitHub that one run writes. */
export interface DeploymentReports {
  readonly record: (event: ReleaseEvent) => void;
  /** Returns when the last statuses are written, or the time for it is up; a signal ends it at once. */
  readonly end: () => Promise<void>;
}

interface Surroundings {
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told at most once, however much could not be written. */
  readonly warn: (because: GitHubRefusal) => void;
}

/** Loaded where somebody asks for it. */
export async function openDeploymentReports(
  orders: readonly DeploymentOrder[],
  { clock, environment, warn }: Surroundings,
): Promise<DeploymentReports> {
  const [{ DeploymentReport }, { githubTarget }] = await Promise.all([
    import('./deployment-report.ts'),
    import('../../github/github-target.ts'),
  ]);
  const target = githubTarget(environment);
  let hasWarned = false;
  const warnOnce = (because: GitHubRefusal): void => {
    if (!hasWarned) warn(because);
    hasWarned = true;
  };
  const reports = orders.map((order) => new DeploymentReport(order, { target, clock, warn: warnOnce }));
  return {
    record: (event) => {
      for (const report of reports) report.record(event);
    },
    end: async () => {
      const leave = new AbortController();
      const stopListening = onSignals({ received: () => leave.abort() });
      await Promise.all(reports.map((report) => report.end(leave.signal)));
      stopListening();
    },
  };
}
