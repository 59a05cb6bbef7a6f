import type { ServiceState } from '../aws/service-state.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import { stagesOfGates } from '../model/lifecycle-hooks.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { revisionName } from '../model/service-ref.ts';
import { carryThrough, type Course } from './carry-through.ts';
import { gatesOf } from './gates/gates-of.ts';
import type { Found, TakeOver } from './plan-take-over.ts';
import type { ReleaseContext } from './release-context.ts';
import { replacedRevision } from './replaced-revision.ts';
import { withSettingsLeftAside } from './rollback-settings/with-settings-aside.ts';
import { breakerRollsBack } from './safety-rules.ts';
import { leftByEarlierRun } from './scaling/scaling-order.ts';
import { withScaling } from './scaling/with-scaling.ts';
import { takeBack } from './several/take-back.ts';
import { targetGroupsOf } from './target-groups.ts';

/** Drives a deployment that another run has begun to its end, with the rules of this one. */
export async function takeOver(
  context: ReleaseContext,
  { service, controller, deployment, revision }: Found,
  { plan, request, gates: onTheWay, isNothingLeft, expected }: TakeOver,
  base: Pick<Course, 'action' | 'service' | 'startedAt'>,
): Promise<ReleaseResult> {
  const isOver = deployment.endedAt !== undefined;
  const { taskDefinition } = deployment;
  const releasedAt = deployment.createdAt;
  const definition = revision?.definition;
  const gates = gatesOf(context, { plan, gates: onTheWay, service, taskDefinition, definition, releasedAt });
  const canGoBack = !isNothingLeft && !(await replacesItself(context, deployment, plan));
  const course: Course = {
    ...base,
    plan: isOver ? undefined : plan,
    watchForMilliseconds: plan.watchForMilliseconds,
    controller,
    deployment,
    expected,
    wanted: 'new-revision',
    definition: revision?.definition,
    targetGroupArns: targetGroupsOf(service),
    policy: {
      role: 'driver',
      timeout: plan.timeoutMilliseconds,
      rollback: request.rollback,
      rollbackOnTimeout: request.rollbackOnTimeout,
      awsRollsBack: breakerRollsBack(service.settings),
      onInterrupt: request.onInterrupt,
      until: request.until,
      waitForApproval: request.waitForApproval,
      heldForGates: onTheWay.length === 0 ? {} : stagesOfGates(service.settings.hooks),
    },
    gates,
    takeBack: canGoBack
      ? async (result, because, endedAt) => {
          const again = { ...request, settings: {} };
          return await takeBack(
            context,
            { request: again, result, settings: service.settings, endedAt },
            because,
          );
        }
      : undefined,
  };
  // What is suspended or set aside may be so for a later one, which is still under way.
  if (isOver && (await isBeingDeployed(controller, service, deployment)))
    return await carryThrough(context, course);
  const order = leftByEarlierRun(service.tags);
  return await withScaling(context, { service, order }, (withheld) =>
    withSettingsLeftAside(withheld, service, (told) => carryThrough(told, course)),
  );
}

/**
 * Whether what ran before was the same revision: there is nothing to go back to then, since the history leads past it, and with which
 * settings it ran nobody knows any more.
 */
async function replacesItself(
  context: ReleaseContext,
  deployment: Deployment,
  { current }: ReleasePlan,
): Promise<boolean> {
  const { taskDefinition } = deployment;
  if (taskDefinition === '') return false;
  const before =
    current.taskDefinition === '' ? await replacedRevision(context, deployment) : current.taskDefinition;
  return before !== undefined && revisionName(before) === revisionName(taskDefinition);
}

/** Whether another deployment of the service is in progress. */
async function isBeingDeployed(
  controller: Controller,
  { ref, deployments }: ServiceState,
  { deploymentId }: Deployment,
): Promise<boolean> {
  if (controller.kind === 'codedeploy') return (await controller.find(ref)) !== undefined;
  return deployments.some(({ id, rolloutState }) => id !== deploymentId && rolloutState === 'IN_PROGRESS');
}
