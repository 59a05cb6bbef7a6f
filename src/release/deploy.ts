import type { ReleasePlan } from '../model/release-plan.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import type { Reason } from '../model/verdict.ts';
import { carryThrough } from './carry-through.ts';
import { orInterrupted } from './or-interrupted.ts';
import { judgeStanding } from './judge-standing.ts';
import { isCurrent, planWhenFree, prepareDeploy, type PreparedDeploy } from './prepare-deploy.ts';
import type { ReleaseContext } from './release-context.ts';
import { ownImages, settleReleaseImage, type ImageSource } from './release-image.ts';
import type { DeployRequest } from './requests.ts';
import { resultOf } from './result.ts';
import { settleRevision } from './settle-revision.ts';

/**
 * Takes a service to the wanted revision and follows it to a truthful end: plan → prepare → start → follow → conclude.
 * @throws EcsdeployError for everything that is refused or fails before anything changed
 */
export async function deploy(context: ReleaseContext, request: DeployRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'deploy' });
  return await orInterrupted(context, 'deploy', request.service, async (startedAt) =>
    carryOutDeploy(context, await prepareDeploy(context, request), { startedAt }),
  );
}

export interface CarryOutOptions {
  readonly startedAt: number;
  readonly images?: ImageSource | undefined;
  /** Aborted, with a `Reason`, when the run that this release belongs to goes back. */
  readonly recall?: AbortSignal | undefined;
}

/** Everything that changes something: image, revision, deployment; then follow, verify, conclude. */
export async function carryOutDeploy(
  context: ReleaseContext,
  prepared: PreparedDeploy,
  { startedAt, images = ownImages, recall }: CarryOutOptions,
): Promise<ReleaseResult> {
  const { image, request: asked } = prepared;
  if (asked.dryRun) return plannedOnly(context, prepared, startedAt);
  context.interrupt.throwIfAborted();
  const request = image === undefined ? asked : await settleReleaseImage(context, asked, image, images);
  const isFresh = isCurrent(prepared, context.clock.now());
  const ready = isFresh ? prepared.ready : await planWhenFree(context, request);
  const { preparation, controller, adopted } = ready;
  const { wanted, expected } = preparation;
  context.report({ type: 'plan.made', plan: ready.plan });
  const base = { action: 'deploy', service: ready.plan.service, plan: ready.plan, startedAt } as const;
  if (ready.standing !== undefined) return resultOf(context, { ...base, outcome: ready.standing });

  context.interrupt.throwIfAborted();
  const registered = await settleRevision(context, preparation, request);
  const plan: ReleasePlan = { ...ready.plan, target: { ...ready.plan.target, taskDefinition: registered } };
  context.interrupt.throwIfAborted();
  if (recall?.aborted === true && adopted === undefined) {
    // The others of its run go back: what has not been started need not.
    const outcome = { kind: 'not-started', because: recall.reason as Reason } as const;
    return resultOf(context, { ...base, plan, outcome });
  }
  const start =
    adopted === undefined
      ? await controller.start(plan)
      : ({ kind: 'adopted', deployment: adopted } as const);
  if (start.kind === 'no-deployment') {
    // Only settings changed, or AWS found nothing to do: what runs is still to be what was asked for.
    const standing = await judgeStanding(context, preparation.service.ref, registered, expected);
    return resultOf(context, { ...base, plan, outcome: standing.outcome });
  }
  context.report({ type: 'deployment.started', deployment: start.deployment, how: start.kind });
  return await carryThrough(context, {
    ...base,
    plan,
    controller,
    deployment: start.deployment,
    expected,
    wanted: 'new-revision',
    definition: wanted.definition,
    targetGroupArns: preparation.service.loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
    policy: {
      role: 'driver',
      timeout: request.timeoutMilliseconds,
      rollback: request.rollback,
      rollbackOnTimeout: request.rollbackOnTimeout,
      awsRollsBack: preparation.awsRollsBack,
      onInterrupt: request.onInterrupt,
    },
    recall,
  });
}

function plannedOnly(
  context: ReleaseContext,
  { request: { service }, ready: { plan } }: PreparedDeploy,
  startedAt: number,
): ReleaseResult {
  context.report({ type: 'plan.made', plan });
  return resultOf(context, { action: 'deploy', service, plan, startedAt, outcome: { kind: 'planned' } });
}
