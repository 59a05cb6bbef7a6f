import type { ServiceState } from '../../aws/service-state.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { SetAside } from '../../model/set-aside.ts';
import { carryThrough } from '../carry-through.ts';
import type { ReleaseContext } from '../release-context.ts';
import { leftAsItIs, restoreService } from '../restore/restore-service.ts';
import { startRestoring } from '../restore/start-restoring.ts';
import { resultOf } from '../result.ts';
import { rollbackPlan } from '../rollback-plan.ts';
import { asNoted } from '../rollback-settings/as-noted.ts';
import { nightSettings } from '../rollback-settings/night-settings.ts';
import { setAsideIn } from '../rollback-settings/set-aside-note.ts';
import { withSettingsAside } from '../rollback-settings/with-settings-aside.ts';
import { targetGroupsOf } from '../target-groups.ts';
import { whatItBringsIn } from '../what-it-brings-in.ts';
import { whileReading } from '../while-reading.ts';
import { chooseTarget, type FoundTarget } from './choose-target.ts';
import { noting } from './noting.ts';
import { nothingToDo } from './nothing-to-do.ts';
import { policyOf, type GoBackOrder } from './order.ts';
import { completePlan, withRevision } from './plan-redeploy.ts';
import { reviveRevision } from './revive-revision.ts';

/** Has ECS bring an earlier revision in, by whatever strategy the service has, without bakes, pauses and alarms of ours. */
export async function redeployByEcs(context: ReleaseContext, order: GoBackOrder): Promise<ReleaseResult> {
  const { request, service } = order;
  const target = await whileReading(context, (reading) => chooseTarget(reading, { service, to: request.to }));
  if (target.kind !== 'back') return await nothingToDo(context, order, target);
  const {
    plan: planned,
    after,
    aside,
  } = await whileReading(context, (reading) => planByEcs(reading, order, target));
  context.report({ type: 'plan.made', plan: planned });
  const base = { action: 'rollback', service: service.ref, startedAt: order.startedAt } as const;
  if (request.dryRun) return resultOf(context, { ...base, plan: planned, outcome: { kind: 'planned' } });
  context.interrupt.throwIfAborted();
  const taskDefinition = await reviveRevision(context, target.revision);
  context.interrupt.throwIfAborted();
  const plan = withRevision(planned, taskDefinition);
  return await withSettingsAside(context, service, aside, (withheld) =>
    bringIn(withheld, { ...order, service: after }, { plan, target }),
  );
}

interface Planned {
  readonly plan: ReleasePlan;
  /** The service as it is in the end. */
  readonly after: ServiceState;
  /** What is put back when it is over. */
  readonly aside: SetAside | undefined;
}

/** What the service is to run, and with which settings: those of then, but for what would only hold it up, which is put back when it is over. */
async function planByEcs(
  context: Pick<ReleaseContext, 'aws'>,
  { request, service }: GoBackOrder,
  target: FoundTarget,
): Promise<Planned> {
  const [now, restored] = await Promise.all([
    requireTaskDefinition(context.aws, service.taskDefinition),
    request.imageOnly === true
      ? leftAsItIs(asNoted(service), { kind: 'image-only' })
      : restoreService(context, asNoted(service), target),
  ]);
  const { service: after, force, members, lifecycleHooks } = restored;
  const night = nightSettings(after.settings);
  const plan = rollbackPlan(after, request, {
    taskDefinition: target.revision.arn,
    settings: night?.settings,
    steps: [
      { kind: 'update-service', force, undo: 'stop-and-roll-back' },
      { kind: 'follow' },
      { kind: 'verify' },
    ],
  });
  const settings = { ...restored.settings, ...night?.settings };
  const complete = {
    ...completePlan(plan, target, now),
    update: { force, settings, lifecycleHooks, members },
    restored: restored.told,
  };
  // A note that is there is of other settings than these.
  return { plan: complete, after, aside: night?.aside ?? (setAsideIn(service.tags) && {}) };
}

async function bringIn(
  context: ReleaseContext,
  { request, service, controller, startedAt }: GoBackOrder,
  { plan, target }: { readonly plan: ReleasePlan; readonly target: FoundTarget },
): Promise<ReleaseResult> {
  const base = { action: 'rollback', service: service.ref, plan, startedAt } as const;
  const start = await startRestoring(controller, plan, context.interrupt);
  if (start.kind === 'no-deployment') {
    const to = revisionName(plan.target.taskDefinition ?? target.revision.arn);
    return resultOf(context, {
      ...base,
      outcome: { kind: 'nothing-to-do', because: { kind: 'already-rolled-back', to } },
    });
  }
  const brought = whatItBringsIn(target.revision);
  context.report({
    type: 'deployment.started',
    deployment: start.deployment,
    how: start.kind,
    ...brought,
  });
  const followed = carryThrough(context, {
    ...base,
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
