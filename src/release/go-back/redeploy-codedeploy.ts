import { findCodeDeployDeployment } from '../../aws/codedeploy-deployments.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import type { FoundGroup } from '../../controllers/codedeploy/find-group.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { carryThrough } from '../carry-through.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import { appSpecOf, nightPlan } from '../codedeploy/night-plan.ts';
import type { ReleaseContext } from '../release-context.ts';
import { restoredByAppSpec } from '../restore/restored-by-app-spec.ts';
import { leftAsItIs } from '../restore/restore-service.ts';
import { resultOf } from '../result.ts';
import { startRelease } from '../start-release.ts';
import { targetGroupsOf } from '../target-groups.ts';
import { whatItBringsIn } from '../what-it-brings-in.ts';
import { whileReading } from '../while-reading.ts';
import { chooseTarget, type FoundTarget } from './choose-target.ts';
import { noting } from './noting.ts';
import { nothingToDo } from './nothing-to-do.ts';
import { policyOf, type GoBackOrder } from './order.ts';
import { completePlan, withRevision } from './plan-redeploy.ts';
import { reviveRevision } from './revive-revision.ts';

/** The same through CodeDeploy, which has no settings of the service to set aside: what it waits for is ended under way. */
export async function redeployByCodeDeploy(
  context: ReleaseContext,
  order: GoBackOrder,
): Promise<ReleaseResult> {
  const { request, service, controller, startedAt } = order;
  const { found, target } = await whileReading(context, async (reading) => {
    const group = await findGroupOf(reading, service, request.codeDeploy ?? {});
    const chosen = await chooseTarget(reading, { service, group: group.state, to: request.to });
    return { found: group, target: chosen };
  });
  if (target.kind !== 'back') return await nothingToDo(context, order, target);
  const planned = await whileReading(context, (reading) =>
    planByCodeDeploy(reading, order, { found, target }),
  );
  context.report({ type: 'plan.made', plan: planned });
  const base = { action: 'rollback', service: service.ref, startedAt } as const;
  if (request.dryRun) return resultOf(context, { ...base, plan: planned, outcome: { kind: 'planned' } });
  context.interrupt.throwIfAborted();
  const plan = withRevision(planned, await reviveRevision(context, target.revision));
  context.interrupt.throwIfAborted();
  const start = await startRelease(context, controller, plan, context.interrupt);
  if (start.kind === 'no-deployment')
    throw new TypeError('CodeDeploy starts a deployment whenever it is asked');
  const brought = whatItBringsIn(target.revision);
  context.report({
    type: 'deployment.started',
    deployment: start.deployment,
    how: start.kind,
    ...brought,
  });
  const followed = carryThrough(context, {
    ...base,
    plan,
    controller,
    deployment: start.deployment,
    expected: [],
    definition: target.revision.definition,
    targetGroupArns: targetGroupsOf(service),
    policy: policyOf(request, service, plan.timeoutMilliseconds),
    wanted: 'earlier-revision',
  });
  return await noting(context, target, followed);
}

interface Planning {
  readonly found: FoundGroup;
  readonly target: FoundTarget;
}

/** With the AppSpec that brought the revision in then. */
async function planByCodeDeploy(
  context: ReleaseContext,
  { request, service }: GoBackOrder,
  { found, target }: Planning,
): Promise<ReleasePlan> {
  const { release, revision } = target;
  const [now, content] = await Promise.all([
    requireTaskDefinition(context.aws, service.taskDefinition),
    release?.source === 'codedeploy' ? contentOf(context, release.id) : undefined,
  ]);
  const plan = nightPlan(context, {
    service,
    found,
    rules: request,
    taskDefinition: revision.arn,
    content,
    keepsPlacement: request.imageOnly,
  });
  const restored =
    request.imageOnly === true
      ? leftAsItIs(service, { kind: 'image-only' }).told
      : restoredByAppSpec(service, appSpecOf(content));
  return { ...completePlan(plan, target, now), restored };
}

async function contentOf({ aws }: Pick<ReleaseContext, 'aws'>, id: string): Promise<string | undefined> {
  const deployment = await findCodeDeployDeployment(aws, id);
  return deployment?.revision.kind === 'content' ? deployment.revision.content : undefined;
}
