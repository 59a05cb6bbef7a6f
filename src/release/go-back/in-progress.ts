import { requireService } from '../../aws/services.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import type { Deployment } from '../../model/deployment.ts';
import { shiftsTraffic } from '../../model/lifecycle.ts';
import type { ReleaseFact } from '../../model/release-event.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { revisionName } from '../../model/service-ref.ts';
import { ServiceBusy } from '../busy.ts';
import { carryThrough } from '../carry-through.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import type { ReleaseContext } from '../release-context.ts';
import { resultOf } from '../result.ts';
import { rollbackPlan } from '../rollback-plan.ts';
import { stopAndFollow } from '../stop-in-progress.ts';
import { targetGroupsOf } from '../target-groups.ts';
import { whileReading } from '../while-reading.ts';
import { chooseTarget } from './choose-target.ts';
import { isWayBack } from './is-way-back.ts';
import { originalOf } from './original-of.ts';
import { policyOf, type GoBackOrder } from './order.ts';
import { redeployEarlier } from './redeploy.ts';

type InProgressOrder = GoBackOrder & { readonly inProgress: Deployment };

/**
 * Goes back while a deployment is in progress: it is stopped with a rollback, or followed where it is the way back already. Where a person has named a
 * release that AWS does not go back to by itself, that one is brought in afterwards.
 */
export async function goBackFrom(context: ReleaseContext, order: InProgressOrder): Promise<ReleaseResult> {
  const { to } = order.request;
  if (to !== undefined) return await goBackTo(context, order, to);
  const isBack = await whileReading(context, (reading) => isWayBack(reading, order.inProgress));
  return isBack ? await followWayBack(context, order) : await stopInProgress(context, order);
}

async function goBackTo(context: ReleaseContext, order: InProgressOrder, to: string): Promise<ReleaseResult> {
  const { request, service, controller, inProgress } = order;
  // Before anything is stopped: a name that means nothing is refused.
  const target = await whileReading(context, async (reading) => {
    const group =
      controller.kind === 'codedeploy'
        ? (await findGroupOf(reading, service, request.codeDeploy ?? {})).state
        : undefined;
    return await chooseTarget(reading, { service: servingIn(service, inProgress), group, to });
  });
  if (target.kind !== 'back') return await followWayBack(context, order);
  const original = await originalOf(context, inProgress.taskDefinition);
  // An earlier run of the same command had to register it again.
  if (original === revisionName(target.revision.arn)) return await followWayBack(context, order);
  const told: ReleaseFact[] = [];
  const report = (fact: ReleaseFact): void => {
    if (fact.type === 'release.concluded') told.push(fact);
    else context.report(fact);
  };
  const stopped = await stopInProgress({ ...context, report }, order);
  const isThere =
    stopped.after !== undefined &&
    revisionName(stopped.after.taskDefinition) === revisionName(target.revision.arn);
  if (isThere || stopped.outcome.kind !== 'rolled-back-as-asked') {
    for (const fact of told) context.report(fact);
    return stopped;
  }
  return await redeployFree(context, order);
}

/** What is in progress counts as what is to be left, also under CodeDeploy, whose service still says what served before. */
function servingIn(service: GoBackOrder['service'], { taskDefinition }: Deployment): GoBackOrder['service'] {
  return { ...service, taskDefinition };
}

/** The same command again after a kill: what it has started is followed. */
async function followWayBack(
  context: ReleaseContext,
  { request, service, controller, inProgress, startedAt }: InProgressOrder,
): Promise<ReleaseResult> {
  const { deploymentId } = inProgress;
  const plan = {
    ...rollbackPlan(service, request, {
      taskDefinition: inProgress.taskDefinition,
      steps: [{ kind: 'adopt', deploymentId }, { kind: 'follow' }, { kind: 'verify' }],
    }),
    wayBack: { mechanism: { kind: 'follow', deploymentId } },
  } as const;
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
  { request, service, controller, inProgress, startedAt }: InProgressOrder,
): Promise<ReleaseResult> {
  const policy = policyOf(request, service, request.timeoutMilliseconds);
  // Both revisions run side by side until the end: then only traffic has to be moved.
  const isInstant = controller.kind === 'codedeploy' || shiftsTraffic(service.strategy);
  const { deploymentId } = inProgress;
  const stopped = await stopAndFollow(context, {
    action: 'rollback',
    request,
    service,
    controller,
    inProgress,
    startedAt,
    policy,
    wayBack: { mechanism: { kind: 'stop', deploymentId, isInstant } },
  });
  if (stopped !== 'succeeded-meanwhile') return stopped;
  // What serves now is to go back.
  return await redeployFree(context, { request, service, controller, startedAt });
}

/** @throws ServiceBusy where somebody else has begun another one meanwhile */
async function redeployFree(context: ReleaseContext, order: GoBackOrder): Promise<ReleaseResult> {
  const { controller } = order;
  const service = await requireService(context.aws, order.service.ref);
  const other = await controller.find(service.ref);
  if (other !== undefined) throw new ServiceBusy(other);
  return await redeployEarlier(context, { ...order, service });
}
