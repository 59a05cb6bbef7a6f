import type { Aws } from '../../aws/aws.ts';
import { describeServiceDeployment, type ServiceDeploymentState } from '../../aws/service-deployments.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { describeService, isRejection } from '../../aws/services.ts';
import {
  endStatuses,
  type Deployment,
  type DeploymentStatus,
  type ServiceEvent,
  type Snapshot,
} from '../../model/deployment.ts';
import { minutes } from '../../model/duration.ts';
import { StoppedTasks } from '../stopped-tasks.ts';
import { BakeWatch } from './bake-watch.ts';
import { findServiceDeploymentArn } from './service-deployment-arn.ts';
import { mayBeOver, needsVerdict, toSnapshot } from './snapshot.ts';

// 21 looks fit into a minute, and 24 status calls are what we allow ourselves: one more here, the rest is for the end. Where every
// look is of the service deployment, events show only in this one; tasks that died are looked for by themselves.
const betweenExtraCalls = minutes(1);

interface Once {
  readonly attempts: 1;
  readonly signal?: AbortSignal;
}

type ServiceRead = { readonly isGone: true } | { readonly isGone: false; readonly state: ServiceState };

/**
 * Looks at one deployment again and again, cheaply: DescribeServices while all goes its way (it shows events, counts and
 * our entry by id), DescribeServiceDeployments, which has the verdict, as soon as our entry says that it may be over. One that
 * shifts traffic, or has hooks, shows its stage, weights and pauses only there: then it is the other way round.
 * That is one status call a look, and never a late verdict.
 */
export class Observer {
  deployment: Deployment;
  readonly #aws: Aws;
  readonly #stoppedTasks: StoppedTasks;
  readonly #seenEvents = new Set<string>();
  /** Task definitions by deployment id: an entry leaves the service before its last count does. */
  readonly #taskDefinitions = new Map<string, string>();
  #service: ServiceState | undefined;
  #verdict: ServiceDeploymentState | undefined;
  #status: DeploymentStatus | undefined;
  readonly #bake = new BakeWatch();
  #isConfirming = false;
  #lastExtraCall = Number.NEGATIVE_INFINITY;
  #oldRunningAtMost: number | undefined;

  /** @param isSeenFromItsStart false: it may have got on already when it is seen for the first time */
  constructor(aws: Aws, deployment: Deployment, isSeenFromItsStart: boolean) {
    this.#aws = aws;
    this.deployment = deployment;
    if (isSeenFromItsStart) this.#oldRunningAtMost = 0;
    this.#stoppedTasks = new StoppedTasks(aws, deployment);
  }

  async look(signal?: AbortSignal): Promise<Snapshot> {
    const once: Once = { attempts: 1, ...(signal === undefined ? {} : { signal }) };
    let read = this.#isConfirming ? undefined : await this.#readService(once);
    if (read !== undefined) {
      const isVerdictNeeded = needsVerdict(this.#service, this.#verdict);
      this.#isConfirming = read.isGone || isVerdictNeeded || mayBeOver(read.state, this.deployment);
    }
    if (this.#isConfirming && read?.isGone !== true) {
      let status = await this.#readVerdict(once);
      if (read !== undefined) {
        this.#lastExtraCall = this.#aws.clock.now();
        // It ended between the two calls, and whose doing that was shows only now: a successor's, or the service is deleted.
        if (status === 'stopped' && !this.#isSucceeded(read)) read = await this.#readService(once);
      } else if (this.#isWorthASecondCall(status)) {
        this.#lastExtraCall = this.#aws.clock.now();
        read = await this.#readService(once);
        // It ended between the two calls, or the first was answered late.
        const isOver = !read.isGone && mayBeOver(read.state, this.deployment);
        if (status === 'in-progress' && isOver) status = await this.#readVerdict(once);
      }
      // A false alarm, such as an eventually consistent read: back to the cheaper look.
      const isAsUsual = read?.isGone === false && !mayBeOver(read.state, this.deployment);
      const isEnough = !needsVerdict(this.#service, this.#verdict);
      if (isAsUsual && isEnough && status === 'in-progress') this.#isConfirming = false;
    }

    // Before it began, as many old tasks ran as were wanted: fewer of them now are progress that nobody here has seen.
    this.#oldRunningAtMost ??= this.#service?.desiredCount ?? 0;
    const at = this.#aws.clock.now();
    // A verdict of an earlier look is stale once the service itself is enough.
    const verdict = this.#isConfirming ? this.#verdict : undefined;
    const snapshot = toSnapshot({
      at,
      deployment: this.deployment,
      service: this.#service,
      verdict,
      bake: verdict === undefined ? undefined : this.#bake.bakeOf(verdict, at),
      isGone: read?.isGone === true,
      oldRunningAtMost: this.#oldRunningAtMost,
      taskDefinitions: this.#taskDefinitions,
      events: read === undefined ? [] : this.#newEvents(),
    });
    const oldRunning = snapshot.sources.reduce((total, { running }) => total + running, 0);
    this.#oldRunningAtMost = Math.max(this.#oldRunningAtMost, oldRunning);
    return { ...snapshot, ...(await this.#stoppedTasks.newSince(snapshot, once)) };
  }

  /**
   * While only the verdict counts, the service itself (events, who is PRIMARY) is read once a minute; at once where the
   * verdict is missing, or is an end that names no successor by itself and that no verification will read after, or where
   * it stops.
   */
  #isWorthASecondCall(status: DeploymentStatus | undefined): boolean {
    const before = this.#status;
    this.#status = status;
    const since = this.#aws.clock.now() - this.#lastExtraCall;
    if (status === undefined || since >= betweenExtraCalls) return true;
    if (status === 'stopping' && status !== before) return true;
    return endStatuses.has(status) && status !== 'successful' && status !== 'rolled-back';
  }

  #isSucceeded(read: ServiceRead): boolean {
    const { createdAt } = this.deployment;
    return !read.isGone && read.state.deployments.some((other) => other.createdAt > createdAt);
  }

  async #readService(once: Once): Promise<ServiceRead> {
    try {
      this.#service = await describeService(this.#aws, this.deployment.service, once);
    } catch (error) {
      if (!isRejection(error, 'ClusterNotFoundException')) throw error;
      this.#service = undefined;
    }
    for (const { id, taskDefinition } of this.#service?.deployments ?? [])
      this.#taskDefinitions.set(id, taskDefinition);
    if (this.#service === undefined || this.#service.status === 'INACTIVE') return { isGone: true };
    return { isGone: false, state: this.#service };
  }

  async #readVerdict(once: Once): Promise<DeploymentStatus | undefined> {
    const arn =
      this.deployment.serviceDeploymentArn ??
      (await findServiceDeploymentArn(
        this.#aws,
        this.deployment.service,
        this.deployment.deploymentId,
        once,
      ));
    if (arn === undefined) return undefined;
    const state = await describeServiceDeployment(this.#aws, arn, once);
    this.deployment = {
      ...this.deployment,
      serviceDeploymentArn: arn,
      serviceRevisionArn: state?.targetRevision?.arn ?? this.deployment.serviceRevisionArn,
    };
    if (state !== undefined) this.#verdict = state;
    return this.#verdict?.status;
  }

  #newEvents(): ServiceEvent[] {
    const fresh = (this.#service?.events ?? []).filter(
      ({ id, at }) => at >= this.deployment.createdAt && !this.#seenEvents.has(id),
    );
    for (const { id } of fresh) this.#seenEvents.add(id);
    return fresh.sort((a, b) => a.at - b.at);
  }
}
