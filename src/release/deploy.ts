import type { Start } from '../controllers/controller.ts';
import type { GateReport } from '../model/gate.ts';
import type { Outcome } from '../model/outcome.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import type { Reason } from '../model/verdict.ts';
import { stagesOfGates } from '../model/lifecycle-hooks.ts';
import { carryThrough } from './carry-through.ts';
import { refusedByGates, unclearAndOn } from './gates/refused-by-gates.ts';
import { gatesOf } from './gates/gates-of.ts';
import type { ReleaseGates } from './gates/release-gates.ts';
import { orInterrupted } from './or-interrupted.ts';
import { judgeStanding } from './judge-standing.ts';
import { proveStanding } from './prove-standing.ts';
import { isCurrent, planWhenFree, prepareDeploy, type PreparedDeploy, type Ready } from './prepare-deploy.ts';
import { refuseSpentCredentials } from './refuse-spent-credentials.ts';
import type { ReleaseContext } from './release-context.ts';
import { ownImages, settleReleaseImage, type ImageSource } from './release-image.ts';
import { readinessAfter } from './readiness/around-deploy.ts';
import { refuseUntil } from './refuse-until.ts';
import type { DeployRequest } from './requests.ts';
import { resultOf } from './result.ts';
import { putBack } from './rollback-settings/put-back.ts';
import { sayingWhatWasDone } from './saying-what-was-done.ts';
import { setAsideIn } from './rollback-settings/set-aside-note.ts';
import { withSettingsLeftAside } from './rollback-settings/with-settings-aside.ts';
import { bringsAnything, takeBack } from './several/take-back.ts';
import { startRelease } from './start-release.ts';
import { scalingOrder } from './scaling/scaling-order.ts';
import { withScaling, type ScalingOnTheWay, type ScalingTask } from './scaling/with-scaling.ts';
import { settingsInForce } from './safety-rules.ts';
import { settleRevision } from './settle-revision.ts';
import { targetGroupsOf } from './target-groups.ts';
import { whileReading } from './while-reading.ts';

/**
 * Takes a service to the wanted revision and follows it to a truthful end: plan → prepare → start → follow → conclude.
 * @throws EcsdeployError for everything that is refused or fails before anything changed
 */
export async function deploy(context: ReleaseContext, request: DeployRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'deploy' });
  return await sayingWhatWasDone(context, (told) =>
    orInterrupted(told, 'deploy', request.service, async (startedAt) =>
      carryOutDeploy(told, await prepareDeploy(told, request), { startedAt }),
    ),
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
  const { service, strategy } = prepared.ready.plan;
  refuseUntil(service, asked.until, strategy);
  if (asked.dryRun) return plannedOnly(context, prepared, startedAt);
  context.interrupt.throwIfAborted();
  const request = image === undefined ? asked : await settleReleaseImage(context, asked, image, images);
  const isFresh = isCurrent(prepared, context.clock.now());
  const ready = isFresh
    ? prepared.ready
    : await whileReading(context, (reading) => planWhenFree(reading, request));
  context.report({ type: 'plan.made', plan: ready.plan });
  return await withScaling(context, scalingTaskOf(ready), (withheld, scaling) =>
    afterWayBack(withheld, ready, (told) => bringIn(told, ready, request, { startedAt, recall, scaling })),
  );
}

/**
 * Puts back what an earlier way back has left set aside, so that no approval is missing that the service had: before this release
 * starts, or after the one that it takes over.
 */
async function afterWayBack(
  context: ReleaseContext,
  { preparation: { service }, adopted }: Ready,
  release: (context: ReleaseContext) => Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  if (adopted !== undefined) return await withSettingsLeftAside(context, service, release);
  const aside = setAsideIn(service.tags);
  if (aside !== undefined) await putBack(context, service.ref, aside);
  return await release(context);
}

/** A deploy and the autoscaling of its service. */
function scalingTaskOf({ preparation, plan, adopted, standing }: Ready): ScalingTask {
  const { service } = preparation;
  const order = scalingOrder(plan.scaling, service.tags, {
    isNothing: standing !== undefined,
    isUnderWay:
      adopted !== undefined || service.deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS'),
  });
  return { service, order, by: adopted?.deploymentId };
}

interface BringInOptions extends Pick<CarryOutOptions, 'startedAt' | 'recall'> {
  readonly scaling: ScalingOnTheWay;
}

/** From the plan to the end: register, start, follow, conclude. */
async function bringIn(
  context: ReleaseContext,
  ready: Ready,
  request: DeployRequest,
  { startedAt, recall, scaling }: BringInOptions,
): Promise<ReleaseResult> {
  const { preparation, controller } = ready;
  const { wanted, expected } = preparation;
  const base = { action: 'deploy', service: ready.plan.service, plan: ready.plan, startedAt } as const;
  if (ready.standing !== undefined) {
    const how = { standing: ready.standing, recall };
    return resultOf(context, { ...base, ...(await proveStanding(context, ready, request, how)) });
  }

  const begun = await beginUnlessRecalled(context, ready, request, { startedAt, recall, scaling });
  if (begun.kind === 'refused') {
    const { plan, outcome, gates } = begun;
    return resultOf(context, { ...base, plan, outcome, gates });
  }
  if (begun.kind === 'recalled') {
    return resultOf(context, { ...base, outcome: { kind: 'not-started', because: begun.because } });
  }
  const { plan, registered, start, gates } = begun;
  if (start.kind === 'no-deployment') {
    gates?.stop();
    // Only settings changed, or AWS found nothing to do: what runs is still to be what was asked for.
    const standing = await judgeStanding(context, {
      service: preparation.service.ref,
      codeDeploy: plan.codeDeploy,
      taskDefinition: registered,
      expected,
      hasSent: true,
    });
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
    targetGroupArns: targetGroupsOf(preparation.service),
    policy: {
      role: 'driver',
      timeout: plan.timeoutMilliseconds,
      rollback: request.rollback,
      rollbackOnTimeout: request.rollbackOnTimeout,
      awsRollsBack: preparation.awsRollsBack,
      onInterrupt: request.onInterrupt,
      until: request.until,
      heldForGates: stagesOfGates(
        settingsInForce(preparation.service.settings, ready.adopted === undefined ? plan.update.settings : {})
          .hooks,
      ),
      // Of a run that releases all or none nobody leaves while one of them may still fail.
      waitForApproval: request.waitForApproval === true || request.allOrNone === true,
    },
    recall,
    gates,
    beforeWatch: scaling.restoreEarly,
    lookBack:
      request.unverified === true
        ? undefined
        : (taskDefinition) => readinessAfter(context, request, ready, taskDefinition),
    takeBack: bringsAnything(plan)
      ? (result, because, endedAt) => {
          const { settings } = preparation.service;
          return takeBack(context, { request, result, settings, endedAt }, because);
        }
      : undefined,
  });
}

type Begun =
  | {
      readonly kind: 'begun';
      readonly plan: ReleasePlan;
      readonly registered: string;
      readonly start: Start;
      readonly gates?: ReleaseGates | undefined;
    }
  /** By a gate that measures before it. */
  | {
      readonly kind: 'refused';
      readonly plan: ReleasePlan;
      readonly outcome: Outcome;
      readonly gates: readonly GateReport[];
    }
  | { readonly kind: 'recalled'; readonly because: Reason };

/**
 * Registers the revision and starts its deployment. Both may have to wait for their turn; where the others of its run go back
 * before that, what has not been started need not.
 */
async function beginUnlessRecalled(
  context: ReleaseContext,
  { adopted, controller, plan: planned, preparation }: Ready,
  request: DeployRequest,
  { startedAt: releasedAt, recall, scaling }: BringInOptions,
): Promise<Begun> {
  const mayBeRecalled = recall !== undefined && adopted === undefined;
  const stop = mayBeRecalled ? AbortSignal.any([context.interrupt, recall]) : context.interrupt;
  try {
    stop.throwIfAborted();
    const registered = await settleRevision(context, preparation, request, stop);
    const plan: ReleasePlan = { ...planned, target: { ...planned.target, taskDefinition: registered } };
    stop.throwIfAborted();
    const { service, gatesToMeasure } = preparation;
    const { definition } = preparation.wanted;
    const order = {
      plan,
      gates: gatesToMeasure,
      service,
      taskDefinition: registered,
      definition,
      releasedAt,
    };
    const gates = gatesOf(context, order);
    if (adopted === undefined && gates !== undefined) {
      const standings = await gates.passBefore(stop);
      const outcome = refusedByGates(standings);
      if (outcome !== undefined)
        return { kind: 'refused', plan, outcome, gates: standings.map(({ report }) => report) };
      for (const { gate, because } of unclearAndOn(standings))
        context.report({ type: 'warning', warning: { kind: 'gate-inconclusive', gate, because } });
      stop.throwIfAborted();
    }
    if (adopted === undefined) await refuseSpentCredentials(context);
    await scaling.suspend();
    const start: Start =
      adopted === undefined
        ? await startRelease(context, controller, plan, stop)
        : { kind: 'adopted', deployment: adopted };
    return { kind: 'begun', plan, registered, start, gates };
  } catch (error) {
    if (!mayBeRecalled || !recall.aborted || error !== recall.reason) throw error;
    return { kind: 'recalled', because: recall.reason as Reason };
  }
}

function plannedOnly(
  context: ReleaseContext,
  { request: { service }, ready: { plan } }: PreparedDeploy,
  startedAt: number,
): ReleaseResult {
  context.report({ type: 'plan.made', plan });
  return resultOf(context, { action: 'deploy', service, plan, startedAt, outcome: { kind: 'planned' } });
}
