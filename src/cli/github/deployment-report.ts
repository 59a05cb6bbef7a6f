import type { Clock } from '../../model/clock.ts';
import { seconds, type Milliseconds } from '../../model/duration.ts';
import type { GitHubRefusal } from '../../model/github-refusal.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { ReleaseEvent } from '../../model/release-event.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { NewStatus } from '../../github/github-deployments.ts';
import { GitHubDeployments } from '../../github/github-deployments.ts';
import { deploymentState } from '../../github/deployment-state.ts';
import { GitHubRefused } from '../../github/github-refused.ts';
import type { GitHubTarget } from '../../github/github-target.ts';
import {
  begunDescription,
  deploymentDescription,
  endDescription,
  errorDescription,
} from '../../output/github/deployment-words.ts';
import { mattersMost } from '../exit-codes.ts';
import type { DeploymentOrder } from './deployment-order.ts';

/** For one question to GitHub. */
const questionLimit: Milliseconds = seconds(3);
/** How long the process may wait for GitHub when everything else is done. */
const lastLimit: Milliseconds = seconds(5);
/** The same once it was told to leave: the runner kills it ten seconds after that, and AWS may have taken six of them (`release/grace.ts`). */
const lastLimitWhenLeaving: Milliseconds = seconds(1);

/** The services that a release is about, in their order, with how each of them has ended so far. */
type Ends = ReadonlyMap<string, Outcome>;

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
  readonly #order: DeploymentOrder;
  readonly #surroundings: DeploymentSurroundings;
  readonly #giveUp = new AbortController();
  readonly #plans = new Map<string, ReleasePlan>();
  readonly #revisions = new Map<string, string>();
  readonly #ends = new Map<string, Outcome>();
  #hasBegun = false;
  #isLeaving = false;
  #id: number | undefined;
  /** What is to be written stands in line; never rejected. */
  #line: Promise<void> = Promise.resolve();

  constructor(order: DeploymentOrder, surroundings: DeploymentSurroundings) {
    this.#order = order;
    this.#surroundings = surroundings;
  }

  record(event: ReleaseEvent): void {
    if (event.type === 'interrupt.received') this.#isLeaving = true;
    const { service } = event;
    if (!this.#order.services.includes(service)) return;
    if (event.type === 'plan.made') this.#plans.set(service, event.plan);
    if (event.type === 'release.concluded') this.#ends.set(service, event.outcome);
    if (event.type !== 'deployment.started') return;
    const { taskDefinition } = event.deployment;
    this.#revisions.set(service, taskDefinition);
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#inLine((deployments) => this.#begin(deployments, begunDescription(service, taskDefinition)));
  }

  /**
   * Writes the last status, and returns when it is there or its time is up.
   * @param leave aborted: somebody does not want to wait for it
   */
  async end(leave: AbortSignal): Promise<void> {
    const status = this.#lastStatus();
    if (status !== undefined) this.#inLine((deployments) => this.#finish(deployments, status));
    const limit = this.#isLeaving ? lastLimitWhenLeaving : lastLimit;
    const giveUp = (): void => this.#giveUp.abort();
    leave.addEventListener('abort', giveUp, { once: true });
    const over = new AbortController();
    this.#surroundings.clock.sleep(limit, over.signal).then(giveUp, () => undefined);
    await this.#line;
    over.abort(new Error('it has ended'));
    leave.removeEventListener('abort', giveUp);
  }

  async #begin(deployments: GitHubDeployments, description: string): Promise<void> {
    const { action, environment, services, url } = this.#order;
    this.#id = action === 'rollback' ? undefined : await deployments.findOpen(this.#order);
    if (this.#id === undefined && makesOne(action)) {
      const [plan] = this.#plans.values();
      this.#id = await deployments.create({
        environment,
        services,
        description: deploymentDescription(action, services, plan),
        payload: payloadOf(plan),
      });
    }
    if (this.#id !== undefined)
      await deployments.addStatus(this.#id, { state: 'in_progress', description, environmentUrl: url });
  }

  async #finish(deployments: GitHubDeployments, status: NewStatus): Promise<void> {
    // What began without anything being started: a release that was over already.
    if (!this.#hasBegun) this.#id = await deployments.findOpen(this.#order);
    if (this.#id !== undefined) await deployments.addStatus(this.#id, status);
  }

  #lastStatus(): NewStatus | undefined {
    const { action, services, url } = this.#order;
    const [service, outcome] = decidingEnd(this.#ends, action) ?? [];
    const state = outcome === undefined ? undefined : deploymentState(outcome, action);
    if (service === undefined || outcome === undefined || state === undefined)
      return this.#hasBegun
        ? { state: 'error', description: errorDescription, environmentUrl: url }
        : undefined;
    // An error before anything began says nothing about what an earlier run has begun, and neither does a way back about a release.
    if (!this.#hasBegun && (outcome.kind === 'error' || action === 'rollback')) return undefined;
    const after = this.#revisions.get(service);
    const description = endDescription(service, outcome, { after, others: services.length - 1 });
    return { state, description, environmentUrl: url };
  }

  #inLine(write: (deployments: GitHubDeployments) => Promise<void>): void {
    const { target, clock, warn } = this.#surroundings;
    this.#line = this.#line.then(async () => {
      try {
        if ('kind' in target) throw new GitHubRefused(target);
        const { signal } = this.#giveUp;
        await write(new GitHubDeployments({ target, clock, timeout: questionLimit, signal }));
      } catch (error) {
        // Whatever it is, a bug too, it is no reason for a release to fail.
        warn(error instanceof GitHubRefused ? error.because : { kind: 'unreachable', error: String(error) });
      }
    });
  }
}

function makesOne(action: DeploymentOrder['action']): boolean {
  return action === 'deploy' || action === 'rollback';
}

/** The end that decides the exit code, or the next one that says anything about a deployment. */
function decidingEnd(ends: Ends, action: DeploymentOrder['action']): [string, Outcome] | undefined {
  const inOrder = mattersMost([...ends], ([, outcome]) => outcome);
  return inOrder.find(([, outcome]) => deploymentState(outcome, action) !== undefined) ?? inOrder[0];
}

/** Small, and nothing of it is secret: who can read the repository can read it. */
function payloadOf(plan: ReleasePlan | undefined): Readonly<Record<string, unknown>> {
  const { commit, images = [] } = plan?.target ?? {};
  const tags = images.flatMap(({ tag }) => tag ?? []);
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(tags.length === 0 ? {} : { tags: [...new Set(tags)] }),
  };
}
