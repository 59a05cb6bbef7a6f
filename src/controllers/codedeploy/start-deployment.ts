import { appSpecContent, type AppSpecContent } from '../../appspec/content.ts';
import { patchAppSpec } from '../../appspec/patch.ts';
import type { Aws } from '../../aws/aws.ts';
import { backOff } from '../../aws/call.ts';
import { createDeploymentConfiguration } from '../../aws/codedeploy-configurations.ts';
import {
  createCodeDeployDeployment,
  findCodeDeployDeployment,
  listCodeDeployDeployments,
  turnToDeploy,
  type CodeDeployDeploymentState,
} from '../../aws/codedeploy-deployments.ts';
import { AwsUnavailable } from '../../aws/errors.ts';
import { isRejection, requireService, updateSettings } from '../../aws/services.ts';
import type { CodeDeployGroup, PlannedCodeDeploy } from '../../model/codedeploy.ts';
import type { Deployment } from '../../model/deployment.ts';
import { seconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { Start } from '../controller.ts';
import { PlanOutdated } from '../plan-outdated.ts';
import { StartUnknown } from '../start-unknown.ts';
import { readAppSpec } from './app-spec-revision.ts';
import { toDeployment } from './find-deployment.ts';
import { GroupBusy } from './group-busy.ts';

// After a lost reply the new deployment may not be listed at once.
const settlingTime = seconds(2);
const mostUnanswered = 3;
const mostTries = 6;
// What is new is among the newest: one call for their ids, and one for what they are.
const newest = { most: 25 };

/** What is sent, and to which group. */
interface Order {
  readonly plan: ReleasePlan;
  readonly planned: PlannedCodeDeploy;
  readonly target: string;
  readonly content: AppSpecContent;
}

/**
 * One CreateDeployment, exactly once. CodeDeploy takes no client token: after a lost reply the deployments of the group that were not
 * there before are compared with what was sent. A group takes one deployment at a time, so that nobody can start between our look and
 * our call unseen: AWS refuses ours then.
 * @throws PlanOutdated, GroupBusy, StartUnknown, and what `call` throws
 */
export async function startDeployment(aws: Aws, plan: ReleasePlan, signal: AbortSignal): Promise<Start> {
  const target = plan.target.taskDefinition;
  const planned = plan.codeDeploy;
  if (target === undefined) throw new TypeError('a plan is started after its revision is registered');
  if (planned === undefined) throw new TypeError('the plan of a service under CodeDeploy names its group');
  const appSpec = patchAppSpec(planned.appSpec, { taskDefinition: target, served: [] });
  const order = { plan, planned, target, content: appSpecContent(appSpec) };
  const rank = plan.action === 'rollback' ? 'urgent' : 'usual';
  await turnToDeploy(aws, rank, signal);
  const others = await adoptOrRefuse(aws, order);
  if (others !== undefined) return others;
  const { name, routing, isNew } = planned.configuration;
  if (isNew) await createDeploymentConfiguration(aws, name, routing);
  if (Object.keys(plan.update.settings).length > 0) {
    await updateSettings(aws, plan.service, { settings: plan.update.settings });
  }
  const before = new Set((await listCodeDeployDeployments(aws, planned, newest)).map(({ id }) => id));
  signal.throwIfAborted();
  let unanswered = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      const id = await createCodeDeployDeployment(aws, orderOf(order));
      return { kind: 'started', deployment: await started(aws, order, id) };
    } catch (error) {
      if (isRejection(error, 'DeploymentLimitExceededException')) {
        return await adoptActive(aws, order, error);
      }
      if (!(error instanceof AwsUnavailable)) throw error;
      if (!error.neverArrived) unanswered++;
      await aws.clock.sleep(error.neverArrived ? backOff(attempt, aws.random()) : settlingTime);
      // Whoever may have started something finds out what became of it, even if told to leave.
      await turnToDeploy(aws, rank, unanswered === 0 ? signal : undefined);
      const there =
        unanswered === 0 ? await adoptOrRefuse(aws, order) : await lookAfterSilence(aws, order, before);
      if (there !== undefined) return there;
      if (unanswered >= mostUnanswered || attempt >= mostTries) throw error;
    }
  }
}

/**
 * What became of the service since the plan: undefined when it stands as planned; adopted when somebody is bringing in just this.
 * @throws PlanOutdated
 */
async function adoptOrRefuse(aws: Aws, order: Order): Promise<Start | undefined> {
  const { plan, planned } = order;
  const service = await requireService(aws, plan.service);
  const now = service.deployments.find(({ status }) => status === 'PRIMARY');
  if (now?.id === plan.current.deploymentId) return undefined;
  const active = await activeOf(aws, planned);
  if (active === undefined || !bringsIn(active, order)) throw new PlanOutdated(plan, now);
  return { kind: 'adopted', deployment: await toDeployment(aws, plan.service, active) };
}

/**
 * The group is busy: with what an unanswered try of ours has started, or somebody else with the same revision, or with another one.
 * @throws GroupBusy
 */
async function adoptActive(aws: Aws, order: Order, refusal: EcsdeployError): Promise<Start> {
  const active = await activeOf(aws, order.planned);
  if (active === undefined || !bringsIn(active, order))
    throw new GroupBusy(order.plan.service, active?.id ?? idIn(refusal.message), refusal);
  return { kind: 'adopted', deployment: await toDeployment(aws, order.plan.service, active) };
}

/** What a call without an answer has started; undefined when it has started nothing. @throws StartUnknown */
async function lookAfterSilence(
  aws: Aws,
  order: Order,
  before: ReadonlySet<string>,
): Promise<Start | undefined> {
  try {
    // Also those that have ended: it may have failed within the time of an answer.
    const listed = await listCodeDeployDeployments(aws, order.planned, newest);
    const ours = listed.find((one) => !before.has(one.id) && bringsIn(one, order));
    if (ours === undefined) return undefined;
    return { kind: 'started', deployment: await toDeployment(aws, order.plan.service, ours) };
  } catch (error) {
    throw new StartUnknown(order.plan, error);
  }
}

async function activeOf(aws: Aws, group: CodeDeployGroup): Promise<CodeDeployDeploymentState | undefined> {
  const [active] = await listCodeDeployDeployments(aws, group, { onlyActive: true });
  return active;
}

/** Not one that takes another deployment back, though it may be to the same revision. */
function bringsIn({ revision, rollback }: CodeDeployDeploymentState, { content, target }: Order): boolean {
  if (revision.kind !== 'content' || rollback?.triggeredBy !== undefined) return false;
  return revision.content === content.content || readAppSpec(revision.content).taskDefinition === target;
}

/** It runs already: failing to read what it is must not fail the release. */
async function started(aws: Aws, { plan, planned, target }: Order, id: string): Promise<Deployment> {
  const { application, group } = planned;
  const deployment = {
    service: plan.service,
    deploymentId: id,
    codeDeploy: { application, group },
    taskDefinition: target,
    createdAt: aws.clock.now(),
  };
  try {
    const state = await findCodeDeployDeployment(aws, id, { attempts: 2 });
    return state === undefined ? deployment : { ...deployment, createdAt: state.createdAt };
  } catch (error) {
    if (error instanceof EcsdeployError) return deployment;
    throw error;
  }
}

function orderOf({ plan, planned, target, content }: Order) {
  const { application, group, configuration, ignoresAlarms, rollsBackOn } = planned;
  const { action, target: wanted, current } = plan;
  const commit = wanted.commit === undefined ? '' : `, commit ${wanted.commit}`;
  // CodeDeploy remembers its own deployments, and not what the first of them replaced.
  const before = current.taskDefinition === '' ? '' : ` instead of ${revisionName(current.taskDefinition)}`;
  return {
    application,
    group,
    configuration: configuration.name,
    ...content,
    description: `ecsdeploy ${action}: ${revisionName(target)}${before}${commit}`,
    alarms: ignoresAlarms === true ? { names: [], ignoresPollFailure: true } : planned.alarms,
    rollsBackOn,
  };
}

/** `The Deployment Group 'g' already has an active Deployment 'd-A1B2C3D4E'`: in case that AWS lists none. */
function idIn(message: string): string | undefined {
  return /\bd-[A-Z0-9]+\b/.exec(message)?.[0];
}
