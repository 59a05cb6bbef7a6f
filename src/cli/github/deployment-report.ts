import type { Clock } from '../../model/clock.ts';
import { seconds, type Milliseconds } from '../../model/duration.ts';
import type { GitHubRefusal } from '../../model/github-refusal.ts';
import type { ReleaseEvent } from '../../model/release-event.ts';
import { GitHubDeployments, type NewStatus, type OpenDeployment } from '../../github/github-deployments.ts';
import { GitHubRefused } from '../../github/github-refused.ts';
import type { GitHubTarget } from '../../github/github-target.ts';
import { keyOf, newDeployment } from './deployment-made.ts';
import type { DeploymentOrder } from './deployment-order.ts';
import {
  firstStatuses,
  hasGoneBack,
  isShared,
  isToldInParts,
  lastStatuses,
  partStatuses,
  saysAnEnd,
} from './deployment-statuses.ts';
import { further, nothingYet, type RunSoFar } from './run-so-far.ts';

/** For one question to GitHub. */
const questionLimit: Milliseconds = seconds(3);
/** How long the process may wait for GitHub when everything else is done. */
const lastLimit: Milliseconds = seconds(5);
/** The same once it was told to leave: the runner kills it ten seconds after that, and AWS may have taken six of them (`release/grace.ts`). */
const lastLimitWhenLeaving: Milliseconds = seconds(1);

export interface DeploymentSurroundings {
  readonly target: GitHubTarget | GitHubRefusal;
  readonly clock: Clock;
  readonly warn: (because: GitHubRefusal) => void;
}

/**
 * Shows a release as a deployment of GitHub, beside it: nothing waits for GitHub before the end, and there no longer than a few seconds.
 * There is none before something has begun at AWS: a plan or a refusal is no deployment. A run that only goes on with what another one has
 * begun adds to that one's deployment and never makes its own, since its commit need not be the one that is released.
 */
export class DeploymentReport {
  readonly #surroundings: DeploymentSurroundings;
  readonly #giveUp = new AbortController();
  #run: RunSoFar;
  #isLeaving = false;
  #open: OpenDeployment | undefined;
  /** What could not be written, and stands in the way of nothing that could be since. */
  #missed: GitHubRefusal | undefined;
  /** What is to be written stands in line; never rejected. */
  #line: Promise<void> = Promise.resolve();

  constructor(order: DeploymentOrder, surroundings: DeploymentSurroundings) {
    this.#run = nothingYet(order);
    this.#surroundings = surroundings;
  }

  record(event: ReleaseEvent): void {
    if (event.type === 'interrupt.received') this.#isLeaving = true;
    const before = this.#run;
    const run = further(before, event);
    this.#run = run;
    if (run === before || run.begun === undefined) return;
    if (before.begun === undefined) this.#tell((open) => firstStatuses(run, open));
    else if (event.type === 'release.concluded' && isToldInParts(run))
      this.#tell((open) => partStatuses(run, open, event.service));
  }

  /**
   * Writes the last status, and returns when it is there or its time is up.
   * @param leave aborted: somebody does not want to wait for it
   */
  async end(leave: AbortSignal): Promise<void> {
    if (saysAnEnd(this.#run)) this.#inLine((deployments) => this.#finish(deployments));
    const limit = this.#isLeaving ? lastLimitWhenLeaving : lastLimit;
    const giveUp = (): void => this.#giveUp.abort();
    leave.addEventListener('abort', giveUp, { once: true });
    const over = new AbortController();
    this.#surroundings.clock.sleep(limit, over.signal).then(giveUp, () => undefined);
    await this.#line;
    over.abort(new Error('it has ended'));
    leave.removeEventListener('abort', giveUp);
    if (this.#missed !== undefined) this.#surroundings.warn(this.#missed);
  }

  async #finish(deployments: GitHubDeployments): Promise<void> {
    const run = this.#run;
    // Another job may have told an end of it meanwhile.
    if (this.#open !== undefined && isShared(run, this.#open)) this.#open = undefined;
    await this.#add(deployments, (open) => lastStatuses(run, open));
    if (!hasGoneBack(run)) return;
    const released = await deployments.findOpen({ ...keyOf(run.order), actions: ['deploy'], commit: 'any' });
    if (released !== undefined) await addAll(deployments, released, lastStatuses(run, released));
  }

  /** Looks for a deployment first until there is one: GitHub may not have answered before, or not in time for what it has made. */
  async #add(
    deployments: GitHubDeployments,
    statusesOf: (open: OpenDeployment) => readonly NewStatus[],
  ): Promise<void> {
    const made = newDeployment(this.#run);
    this.#open ??= await deployments.findOpen(keyOf(this.#run.order));
    if (this.#open === undefined && made !== undefined) this.#open = await deployments.create(made);
    if (this.#open !== undefined) await addAll(deployments, this.#open, statusesOf(this.#open));
  }

  #tell(statusesOf: (open: OpenDeployment) => readonly NewStatus[]): void {
    this.#inLine((deployments) => this.#add(deployments, statusesOf));
  }

  #inLine(write: (deployments: GitHubDeployments) => Promise<void>): void {
    const { target, clock } = this.#surroundings;
    this.#line = this.#line.then(async () => {
      try {
        if ('kind' in target) throw new GitHubRefused(target);
        const { signal } = this.#giveUp;
        await write(new GitHubDeployments({ target, clock, timeout: questionLimit, signal }));
        this.#missed = undefined;
      } catch (error) {
        // Whatever it is, a bug too, it is no reason for a release to fail.
        this.#missed =
          error instanceof GitHubRefused ? error.because : { kind: 'unreachable', error: String(error) };
      }
    });
  }
}

async function addAll(
  deployments: GitHubDeployments,
  { id }: OpenDeployment,
  statuses: readonly NewStatus[],
): Promise<void> {
  for (const status of statuses) await deployments.addStatus(id, status);
}
