import { requireService } from '../aws/services.ts';
import type { ServiceState } from '../aws/service-state.ts';
import { requireTaskDefinition } from '../aws/task-definitions.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Milliseconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { revisionName } from '../model/service-ref.ts';
import { compareTaskDefinitions } from '../task-definitions/compare.ts';
import { ServiceBusy } from './busy.ts';
import { carryThrough } from './carry-through.ts';
import { checkAccount } from './check-account.ts';
import { findGroupOf } from './codedeploy/group-of-service.ts';
import { nightPlan } from './codedeploy/night-plan.ts';
import { findCodeDeployTarget, leadsBackByCodeDeploy } from './codedeploy/rollback-target.ts';
import type { FollowPolicy } from './follow-policy.ts';
import { orInterrupted } from './or-interrupted.ts';
import { RevisionInactive } from './plan-deploy.ts';
import type { ReleaseContext } from './release-context.ts';
import type { RollbackRequest } from './requests.ts';
import { resultOf } from './result.ts';
import { rollbackPlan } from './rollback-plan.ts';
import { asNoted } from './rollback-settings/as-noted.ts';
import { nightSettings } from './rollback-settings/night-settings.ts';
import { sayingWhatIsBack } from './rollback-settings/saying-what-is-back.ts';
import { setAsideIn } from './rollback-settings/set-aside-note.ts';
import { withSettingsAside, withSettingsLeftAside } from './rollback-settings/with-settings-aside.ts';
import { findRollbackTarget, leadsBack } from './rollback-target.ts';
import { breakerRollsBack } from './safety-rules.ts';
import { leftByEarlierRun } from './scaling/scaling-order.ts';
import { withScaling } from './scaling/with-scaling.ts';
import { startRelease } from './start-release.ts';
import { stopAndFollow } from './stop-in-progress.ts';
import { targetGroupsOf } from './target-groups.ts';
import { whileReading } from './while-reading.ts';

/**
 * Takes a service back: a deployment in progress is stopped and rolled back by AWS, or followed if it is the way back;
 * otherwise the last revision that succeeded before is deployed. Nothing of ours stands in its way at night: no busy check, no
 * bakes, no pauses, no gates.
 */
export async function rollBack(context: ReleaseContext, request: RollbackRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'rollback' });
  return await sayingWhatIsBack(context, (told) =>
    orInterrupted(told, 'rollback', request.service, (startedAt) =>
      request.dryRun
        ? whileReading(told, (reading) => run(reading, request, startedAt))
        : run(told, request, startedAt),
    ),
  );
}

async function run(
  context: ReleaseContext,
  request: RollbackRequest,
  startedAt: number,
): Promise<ReleaseResult> {
  const found = await whileReading(context, async (reading) => {
    await checkAccount(reading, request.account);
    const service = await requireService(reading.aws, request.service);
    const controller = chooseController(reading.aws, service, request.codeDeploy);
    return { service, controller, inProgress: await controller.find(service.ref) };
  });
  const { service, inProgress } = found;
  const order = { request, service, controller: found.controller, startedAt };
  return await withScaling(context, { service, order: leftByEarlierRun(service.tags) }, (withheld) =>
    goBack(withheld, order, inProgress),
  );
}

async function goBack(
  context: ReleaseContext,
  order: Order,
  inProgress: Deployment | undefined,
): Promise<ReleaseResult> {
  const { service } = order;
  if (inProgress === undefined) return await redeployEarlier(context, order);
  const isBack = await whileReading(context, (reading) => isWayBack(reading, inProgress));
  return await withSettingsLeftAside(context, service, (withheld) =>
    isBack
      ? followWayBack(withheld, { ...order, inProgress })
      : stopInProgress(withheld, { ...order, inProgress }),
  );
}

interface Order {
  readonly request: RollbackRequest;
  readonly service: ServiceState;
  readonly controller: Controller;
  readonly startedAt: number;
}

/** Nothing that only helps to decide may stand in the way of going back. */
async function isWayBack(context: ReleaseContext, inProgress: Deployment): Promise<boolean> {
  try {
    return inProgress.codeDeploy === undefined
      ? await leadsBack(context, inProgress)
      : await leadsBackByCodeDeploy(context, inProgress);
  } catch (error) {
    if (error instanceof EcsdeployError) return false;
    throw error;
  }
}

/** The same command again after a kill: what it has started is followed. */
async function followWayBack(
  context: ReleaseContext,
  { request, service, controller, inProgress, startedAt }: Order & { readonly inProgress: Deployment },
): Promise<ReleaseResult> {
  const plan = rollbackPlan(service, request, {
    taskDefinition: inProgress.taskDefinition,
    steps: [{ kind: 'adopt', deploymentId: inProgress.deploymentId }, { kind: 'follow' }, { kind: 'verify' }],
  });
  context.report({ type: 'plan.made', plan });
  const base = { action: 'rollback', service: service.ref, plan, startedAt } as const;
  if (request.dryRun) return resultOf(context, { ...base, outcome: { kind: 'planned' } });
  context.report({ type: 'deployment.started', deployment: inProgress, how: 'adopted' });
  const { definition } = await requireTaskDefinition(context.aws, inProgress.taskDefinition);
  return await carryThrough(context, {
    ...base,
    controller,
    deployment: inProgress,
    expected: [],
    definition,
    targetGroupArns: targetGroupsOf(service),
    policy: policyOf(request, service, plan.timeoutMilliseconds),
    wanted: 'earlier-revision',
  });
}

async function stopInProgress(
  context: ReleaseContext,
  { request, service, controller, inProgress, startedAt }: Order & { readonly inProgress: Deployment },
): Promise<ReleaseResult> {
  const policy = policyOf(request, service, request.timeoutMilliseconds);
  const order = { action: 'rollback', request, service, controller, inProgress, startedAt, policy } as const;
  const stopped = await stopAndFollow(context, order);
  if (stopped !== 'succeeded-meanwhile') return stopped;
  // What serves now is to go back.
  const now = await requireService(context.aws, service.ref);
  const other = await controller.find(service.ref);
  if (other !== undefined) throw new ServiceBusy(other);
  return await redeployEarlier(context, { request, service: now, controller, startedAt });
}

async function redeployEarlier(context: ReleaseContext, order: Order): Promise<ReleaseResult> {
  const { request, service, controller, startedAt } = order;
  if (controller.kind === 'codedeploy') return await redeployByCodeDeploy(context, order);
  const target = await whileReading(context, (reading) => findRollbackTarget(reading, service));
  if (target.kind === 'already-back') {
    const to = revisionName(target.to);
    const outcome = { kind: 'nothing-to-do', because: { kind: 'already-rolled-back', to } } as const;
    return await withSettingsLeftAside(context, service, (withheld) =>
      Promise.resolve(resultOf(withheld, { action: 'rollback', service: service.ref, startedAt, outcome })),
    );
  }
  const [now, earlier] = await whileReading(context, ({ aws }) =>
    Promise.all([
      requireTaskDefinition(aws, service.taskDefinition),
      requireTaskDefinition(aws, target.taskDefinition),
    ]),
  );
  if (earlier.status !== 'ACTIVE') throw new RevisionInactive(earlier);
  const night = nightSettings(asNoted(service).settings);
  const aside = night?.aside ?? setAsideIn(service.tags);
  const plan = {
    ...rollbackPlan(service, request, {
      taskDefinition: earlier.arn,
      settings: night?.settings,
      steps: [
        { kind: 'update-service', force: false, undo: 'stop-and-roll-back' },
        { kind: 'follow' },
        { kind: 'verify' },
      ],
    }),
    differences: compareTaskDefinitions(now.definition, earlier.definition),
  };
  context.report({ type: 'plan.made', plan });
  const base = { action: 'rollback', service: service.ref, plan, startedAt } as const;
  if (request.dryRun) return resultOf(context, { ...base, outcome: { kind: 'planned' } });
  context.interrupt.throwIfAborted();
  return await withSettingsAside(context, service, aside, async (withheld) => {
    const start = await controller.start(plan, withheld.interrupt);
    if (start.kind === 'no-deployment') {
      const because = { kind: 'already-rolled-back', to: revisionName(earlier.arn) } as const;
      return resultOf(withheld, { ...base, outcome: { kind: 'nothing-to-do', because } });
    }
    withheld.report({ type: 'deployment.started', deployment: start.deployment, how: start.kind });
    return await carryThrough(withheld, {
      ...base,
      controller,
      deployment: start.deployment,
      expected: [],
      definition: earlier.definition,
      targetGroupArns: targetGroupsOf(service),
      policy: policyOf(request, service, plan.timeoutMilliseconds),
      wanted: 'earlier-revision',
    });
  });
}

/** The same through CodeDeploy, which has no settings of the service to set aside: what it waits for is ended under way. */
async function redeployByCodeDeploy(
  context: ReleaseContext,
  { request, service, controller, startedAt }: Order,
): Promise<ReleaseResult> {
  const { found, target } = await whileReading(context, async (reading) => {
    const group = await findGroupOf(reading, service, request.codeDeploy ?? {});
    return { found: group, target: await findCodeDeployTarget(reading, service, group.state) };
  });
  const base = { action: 'rollback', service: service.ref, startedAt } as const;
  if (target.kind === 'already-back') {
    const because = { kind: 'already-rolled-back', to: revisionName(target.to) } as const;
    return resultOf(context, { ...base, outcome: { kind: 'nothing-to-do', because } });
  }
  const [now, earlier] = await whileReading(context, ({ aws }) =>
    Promise.all([
      requireTaskDefinition(aws, service.taskDefinition),
      requireTaskDefinition(aws, target.taskDefinition),
    ]),
  );
  if (earlier.status !== 'ACTIVE') throw new RevisionInactive(earlier);
  const plan = {
    ...nightPlan(context, {
      service,
      found,
      rules: request,
      taskDefinition: earlier.arn,
      content: target.content,
    }),
    differences: compareTaskDefinitions(now.definition, earlier.definition),
  };
  context.report({ type: 'plan.made', plan });
  if (request.dryRun) return resultOf(context, { ...base, plan, outcome: { kind: 'planned' } });
  context.interrupt.throwIfAborted();
  const start = await startRelease(context, controller, plan, context.interrupt);
  if (start.kind === 'no-deployment')
    throw new TypeError('CodeDeploy starts a deployment whenever it is asked');
  context.report({ type: 'deployment.started', deployment: start.deployment, how: start.kind });
  return await carryThrough(context, {
    ...base,
    plan,
    controller,
    deployment: start.deployment,
    expected: [],
    definition: earlier.definition,
    targetGroupArns: targetGroupsOf(service),
    policy: policyOf(request, service, plan.timeoutMilliseconds),
    wanted: 'earlier-revision',
  });
}

function policyOf(request: RollbackRequest, service: ServiceState, timeout: Milliseconds): FollowPolicy {
  return {
    role: 'driver',
    timeout,
    rollback: request.rollback,
    rollbackOnTimeout: request.rollbackOnTimeout,
    awsRollsBack: breakerRollsBack(service.settings),
    onInterrupt: request.onInterrupt,
    endsWaits: true,
  };
}
