import type { Aws } from '../../aws/aws.ts';
import { backOff } from '../../aws/call.ts';
import { AwsUnavailable } from '../../aws/errors.ts';
import { listServiceDeployments } from '../../aws/service-deployments.ts';
import type { ServiceDeploymentEntry, ServiceState } from '../../aws/service-state.ts';
import { requireService, turnToUpdate, updateService } from '../../aws/services.ts';
import type { Deployment } from '../../model/deployment.ts';
import { seconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';
import { areSameHooks, mergeHooks } from '../../model/lifecycle-hooks.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import type { Start } from '../controller.ts';
import { PlanOutdated } from '../plan-outdated.ts';
import { StartUnknown } from '../start-unknown.ts';
import { locateDeployment } from './find-deployment.ts';
import { findServiceDeploymentArn } from './service-deployment-arn.ts';

// After a lost reply the new deployment may not be visible at once (ECS is eventually consistent).
const settlingTime = seconds(2);
const mostUnanswered = 3;
const mostTries = 6;

/**
 * One UpdateService, exactly once: before each try the identities that the plan relies on are read again, because somebody may
 * deploy while we wait for our turn, or to repeat it; after a lost reply we look whether it had its effect, because a forced
 * update would start a second deployment.
 */
export async function startDeployment(aws: Aws, plan: ReleasePlan, signal: AbortSignal): Promise<Start> {
  const target = plan.target.taskDefinition;
  if (target === undefined) throw new TypeError('a plan is started after its revision is registered');
  const rank = plan.action === 'rollback' ? 'urgent' : 'usual';
  await turnToUpdate(aws, rank, signal);
  const planned = await requireService(aws, plan.service);
  const before = primaryOf(planned);
  const others = await adoptOrRefuse(aws, plan, planned);
  if (others !== undefined) return others;
  const { force, settings, members } = plan.update;
  const { hooks } = planned.settings;
  const wanted = mergeHooks(plan.update.lifecycleHooks ?? hooks, settings);
  const lifecycleHooks = areSameHooks(hooks, wanted) ? undefined : wanted;
  const update = { taskDefinition: target, force, settings, lifecycleHooks, members };
  let unanswered = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      const started = primaryOf(await updateService(aws, plan.service, update));
      if (started === undefined || started.id === before?.id) return { kind: 'no-deployment' };
      return { kind: 'started', deployment: await toDeployment(aws, plan.service, started) };
    } catch (error) {
      if (!(error instanceof AwsUnavailable)) throw error;
      if (!error.neverArrived) unanswered++;
      await aws.clock.sleep(error.neverArrived ? backOff(attempt, aws.random()) : settlingTime);
      // Whoever may have started something finds out what became of it, even if told to leave.
      await turnToUpdate(aws, rank, unanswered === 0 ? signal : undefined);
      const there =
        unanswered === 0
          ? await adoptOrRefuse(aws, plan, await requireService(aws, plan.service))
          : await lookAfterSilence(aws, plan, planned);
      if (there !== undefined) return there;
      if (unanswered >= mostUnanswered || attempt >= mostTries) throw error;
    }
  }
}

/**
 * What became of the service since the plan: undefined when it stands as planned; adopted when somebody has started just this.
 * @throws PlanOutdated
 */
async function adoptOrRefuse(aws: Aws, plan: ReleasePlan, service: ServiceState): Promise<Start | undefined> {
  const now = primaryOf(service);
  if (now?.id === plan.current.deploymentId) {
    if (isBeingRolledBack(service, plan)) throw new PlanOutdated(plan, now);
    return undefined;
  }
  if (now === undefined || now.taskDefinition !== plan.target.taskDefinition)
    throw new PlanOutdated(plan, now);
  return { kind: 'adopted', deployment: await toDeployment(aws, plan.service, now) };
}

/**
 * Whether a deployment that began since the plan is on its way back: what was planned upon is PRIMARY again then, under its old
 * id. One that is back entirely is in nobody's way.
 */
function isBeingRolledBack(service: ServiceState, { current }: ReleasePlan): boolean {
  const { currentServiceDeployment: last } = service;
  if (last === undefined || current.serviceDeployment === undefined) return false;
  return last !== current.serviceDeployment && primaryOf(service)?.rolloutState === 'IN_PROGRESS';
}

/**
 * What an update without an answer has started; undefined when it has started nothing.
 * @throws PlanOutdated, StartUnknown
 */
async function lookAfterSilence(
  aws: Aws,
  plan: ReleasePlan,
  planned: ServiceState,
): Promise<Start | undefined> {
  const before = primaryOf(planned);
  const now = primaryOf(await lookAgain(aws, plan));
  if (now !== undefined && now.taskDefinition === plan.target.taskDefinition && now.id !== before?.id) {
    return { kind: 'started', deployment: await toDeployment(aws, plan.service, now) };
  }
  // Ours may have been there and gone: AWS has taken it back already, or somebody else's start came after it.
  const ours = await findStartedSince(aws, plan, planned);
  if (ours !== undefined) return { kind: 'started', deployment: ours };
  if (now !== undefined && now.id !== before?.id) throw new PlanOutdated(plan, now);
  return undefined;
}

/** A deployment of the planned revision among those that came after the one that was current before. */
async function findStartedSince(
  aws: Aws,
  plan: ReleasePlan,
  before: ServiceState,
): Promise<Deployment | undefined> {
  const last = before.currentServiceDeployment;
  try {
    // Also where the service stands as before: what was started may have been taken back within the time of an answer.
    for (const { arn } of await listServiceDeployments(aws, plan.service, 20)) {
      if (arn === last) return undefined;
      const found = await locateDeployment(aws, plan.service, arn);
      if (found?.taskDefinition === plan.target.taskDefinition) return found;
    }
    return undefined;
  } catch (error) {
    throw new StartUnknown(plan, error);
  }
}

async function lookAgain(aws: Aws, plan: ReleasePlan): Promise<ServiceState> {
  try {
    return await requireService(aws, plan.service);
  } catch (error) {
    throw new StartUnknown(plan, error);
  }
}

function primaryOf(state: ServiceState): ServiceDeploymentEntry | undefined {
  return state.deployments.find(({ status }) => status === 'PRIMARY');
}

async function toDeployment(
  aws: Aws,
  service: ServiceRef,
  entry: ServiceDeploymentEntry,
): Promise<Deployment> {
  return {
    service,
    serviceDeploymentArn: await arnOrLater(aws, service, entry.id),
    deploymentId: entry.id,
    taskDefinition: entry.taskDefinition,
    createdAt: entry.createdAt,
  };
}

/** The deployment runs already: failing to read its second name must not fail the release. The observer tries again. */
async function arnOrLater(aws: Aws, service: ServiceRef, deploymentId: string): Promise<string | undefined> {
  try {
    return await findServiceDeploymentArn(aws, service, deploymentId, { attempts: 2 });
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}
