import type { Hooks } from '../../appspec/app-spec.ts';
import type { Aws } from '../../aws/aws.ts';
import {
  findCodeDeployDeployment,
  type CodeDeployDeploymentState,
} from '../../aws/codedeploy-deployments.ts';
import { findDeploymentGroup, type GroupAlarms } from '../../aws/codedeploy-groups.ts';
import { findDeploymentTarget, type DeploymentTargetState } from '../../aws/codedeploy-targets.ts';
import { AwsUnavailable } from '../../aws/errors.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { describeService, isRejection } from '../../aws/services.ts';
import type { TrafficRouting } from '../../model/codedeploy.ts';
import {
  endStatuses,
  type Deployment,
  type DeploymentStatus,
  type ServiceEvent,
  type Snapshot,
} from '../../model/deployment.ts';
import { minutes, type Milliseconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';
import { StoppedTasks } from '../stopped-tasks.ts';
import { readAppSpec } from './app-spec-revision.ts';
import { namedConfiguration } from './deployment-configuration.ts';
import { hasEnded } from './deployment-status.ts';
import { madeBy } from './find-deployment.ts';
import { toSnapshot } from './snapshot.ts';

// Events and counts of the service are an addition here: CodeDeploy tells how far it has got.
const betweenServiceReads = minutes(1);
// What ended longer ago than this has gone back already, or never will, whatever the clocks of two machines say.
const endsAreNewFor = minutes(10);

interface Once {
  readonly attempts: 1;
  readonly signal?: AbortSignal;
}

/** What does not change while it runs, as far as it can be read. */
interface Constants {
  readonly routing: TrafficRouting | undefined;
  readonly alarms: GroupAlarms | undefined;
  readonly functions: Hooks | undefined;
}

/**
 * Looks at one deployment again and again: GetDeployment, which has the verdict, and GetDeploymentTarget, which has lifecycle events
 * and weights. One that has failed is not read again: the deployment that takes it back is looked at in its place. The service is
 * read once a minute for its events, and when the deployment ends.
 */
export class Observer {
  deployment: Deployment;
  readonly #aws: Aws;
  readonly #stoppedTasks: StoppedTasks;
  readonly #seenEvents = new Set<string>();
  #state: CodeDeployDeploymentState | undefined;
  #target: DeploymentTargetState | undefined;
  #rollback: CodeDeployDeploymentState | undefined;
  #rollbackTarget: DeploymentTargetState | undefined;
  #service: ServiceState | undefined;
  #serviceReadAt = Number.NEGATIVE_INFINITY;
  #status: DeploymentStatus | undefined;
  #endSeenAt: number | undefined;
  #constants: Constants | undefined;
  #isAskedToGoBack = false;

  constructor(aws: Aws, deployment: Deployment) {
    this.#aws = aws;
    this.deployment = deployment;
    this.#stoppedTasks = new StoppedTasks(aws, deployment);
  }

  /** This process has stopped it, with the order to go back: what takes it back may show only after its end. */
  askedToGoBack(): void {
    this.#isAskedToGoBack = true;
  }

  async look(signal?: AbortSignal): Promise<Snapshot> {
    const once: Once = { attempts: 1, ...(signal === undefined ? {} : { signal }) };
    await this.#readDeployment(once);
    const isServiceDue = this.#aws.clock.now() - this.#serviceReadAt >= betweenServiceReads;
    let events = isServiceDue ? await this.#readService(once) : [];
    let snapshot = this.#toSnapshot(events);
    // Its last events, and who is PRIMARY now, are worth a call of their own.
    const isNews = snapshot.status !== this.#status && endStatuses.has(snapshot.status);
    if (isNews && !isServiceDue) {
      events = await this.#readService(once);
      snapshot = this.#toSnapshot(events);
    }
    this.#status = snapshot.status;
    return { ...snapshot, ...(await this.#stoppedTasks.newSince(snapshot, once)) };
  }

  #toSnapshot(events: readonly ServiceEvent[]): Snapshot {
    return toSnapshot({
      at: this.#aws.clock.now(),
      deployment: this.deployment,
      state: this.#state,
      rollback: this.#rollback,
      target: this.#target,
      rollbackTarget: this.#rollbackTarget,
      routing: this.#constants?.routing,
      alarms: this.#constants?.alarms,
      functions: this.#constants?.functions,
      service: this.#service,
      isServiceGone: this.#serviceReadAt > 0 && (this.#service?.status ?? 'INACTIVE') === 'INACTIVE',
      endedFor: this.#endedFor(),
      isAskedToGoBack: this.#isAskedToGoBack,
      events,
    });
  }

  async #readDeployment(once: Once): Promise<void> {
    const { deploymentId, service } = this.deployment;
    const isKnown = this.#state !== undefined && hasEnded(this.#state);
    if (!isKnown || this.#state?.rollback?.deploymentId === undefined) {
      const [state, target] = await Promise.all([
        findCodeDeployDeployment(this.#aws, deploymentId, once),
        findDeploymentTarget(this.#aws, deploymentId, service, once),
      ]);
      this.#state = state;
      this.#target = target ?? this.#target;
      const green = this.#target?.taskSets.find(({ label }) => label === 'Green');
      if (green !== undefined) this.deployment = { ...this.deployment, taskSet: green.id };
      // By AWS's clock: whoever started it may have had no answer that tells.
      if (state !== undefined) this.deployment = { ...this.deployment, createdAt: state.createdAt };
      if (state !== undefined) this.#constants ??= await readConstants(this.#aws, state, once);
      if (state !== undefined && hasEnded(state)) this.#endSeenAt ??= this.#aws.clock.now();
    }
    const back = this.#state?.rollback?.deploymentId;
    if (back === undefined || (this.#rollback !== undefined && hasEnded(this.#rollback))) return;
    [this.#rollback, this.#rollbackTarget] = await Promise.all([
      findCodeDeployDeployment(this.#aws, back, once),
      findDeploymentTarget(this.#aws, back, service, once),
    ]);
  }

  /** @returns events that no earlier look has shown, oldest first */
  async #readService(once: Once): Promise<ServiceEvent[]> {
    try {
      this.#service = await describeService(this.#aws, this.deployment.service, once);
    } catch (error) {
      if (!isRejection(error, 'ClusterNotFoundException')) throw error;
      this.#service = undefined;
    }
    this.#serviceReadAt = this.#aws.clock.now();
    const taskSet = this.deployment.taskSet ?? madeBy(this.deployment.deploymentId, this.#service)?.id;
    if (taskSet !== undefined) this.deployment = { ...this.deployment, taskSet };
    const fresh = (this.#service?.events ?? []).filter(
      ({ id, at }) => at >= this.deployment.createdAt && !this.#seenEvents.has(id),
    );
    for (const { id } of fresh) this.#seenEvents.add(id);
    return fresh.sort((a, b) => a.at - b.at);
  }

  /** By this machine's clock since it was seen to have ended, and by AWS's where that is long ago. */
  #endedFor(): Milliseconds | undefined {
    if (this.#endSeenAt === undefined) return undefined;
    const now = this.#aws.clock.now();
    const byAws = now - (this.#state?.finishedAt ?? now);
    return byAws > endsAreNewFor ? byAws : now - this.#endSeenAt;
  }
}

async function readConstants(aws: Aws, state: CodeDeployDeploymentState, once: Once): Promise<Constants> {
  const { configuration, revision } = state;
  const functions = revision.kind === 'content' ? readAppSpec(revision.content).hooks : undefined;
  // A configuration may be deleted meanwhile, or not ours to read: how traffic moves is shown by its weights as well.
  const settled = await orUndefined(once, () => namedConfiguration(aws, configuration, once));
  const group = await orUndefined(once, () => findDeploymentGroup(aws, state, once));
  return { routing: settled?.routing, alarms: group?.alarms, functions };
}

async function orUndefined<Found>(once: Once, read: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    once.signal?.throwIfAborted();
    // What AWS could not say now is asked for again by the next look.
    if (!(error instanceof EcsdeployError) || error instanceof AwsUnavailable) throw error;
    return undefined;
  }
}
