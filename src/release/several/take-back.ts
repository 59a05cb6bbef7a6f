import type { ServiceSettings, ServiceState } from '../../aws/service-state.ts';
import { requireService } from '../../aws/services.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import { chooseController } from '../../controllers/choose-controller.ts';
import { GroupBusy } from '../../controllers/codedeploy/group-busy.ts';
import type { Controller } from '../../controllers/controller.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { DeploymentSettings, ReleasePlan } from '../../model/release-plan.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';
import type { Reason } from '../../model/verdict.ts';
import { carryThrough } from '../carry-through.ts';
import { asNoted } from '../rollback-settings/as-noted.ts';
import { nightSettings } from '../rollback-settings/night-settings.ts';
import { setAsideIn } from '../rollback-settings/set-aside-note.ts';
import { withSettingsAside } from '../rollback-settings/with-settings-aside.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import { nightPlan } from '../codedeploy/night-plan.ts';
import { chooseTarget } from '../go-back/choose-target.ts';
import { reviveRevision } from '../go-back/revive-revision.ts';
import { startRelease } from '../start-release.ts';
import { Interrupted } from '../interrupted.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { DeployRequest } from '../requests.ts';
import { resultOf } from '../result.ts';
import { rollbackPlan } from '../rollback-plan.ts';
import { stampTakenBack } from '../stamp-taken-back.ts';
import { breakerRollsBack, settingsInForce, type OwnRules } from '../safety-rules.ts';
import { earlierSettings } from './earlier-settings.ts';

/** A release of this run that succeeded. */
export interface Released {
  readonly request: Pick<DeployRequest, 'codeDeploy' | 'settings' | keyof OwnRules>;
  readonly result: ReleaseResult;
  /** As they were when the run began. */
  readonly settings: ServiceSettings;
  /** When it ended, AWS's clock; absent: it is over by now. */
  readonly endedAt?: number | undefined;
}

/** Whether a release changed anything that could be taken back. Pure. */
export function canGoBack({ result: { changed, plan } }: Released): boolean {
  return changed === 'released' && plan !== undefined && bringsAnything(plan);
}

/** Whether a release by this plan changes anything that could be taken back. Pure. */
export function bringsAnything(plan: ReleasePlan): boolean {
  const isOther = plan.current.taskDefinition !== plan.target.taskDefinition;
  return isOther || plan.settings.length > 0 || isAdopted(plan);
}

/**
 * Takes a release of this run back to what the service ran before it, with the settings of then, and follows that to its end.
 * Who deployed to the service since decides himself: then nothing is done. It never throws for what AWS answers.
 */
export async function takeBack(
  context: ReleaseContext,
  released: Released,
  because: Reason,
): Promise<ReleaseResult> {
  const { result } = released;
  context.report({ type: 'rollback.requested', because });
  try {
    return await run(context, released, because);
  } catch (error) {
    return concluded(context, result, outcomeOf(error, because));
  }
}

async function run(context: ReleaseContext, released: Released, because: Reason): Promise<ReleaseResult> {
  const { request, result, settings } = released;
  context.interrupt.throwIfAborted();
  const service = await requireService(context.aws, result.service);
  const controller = chooseController(context.aws, service, request.codeDeploy);
  const ours = [
    result.deployment?.taskSet,
    result.deployment?.deploymentId ?? result.plan?.current.deploymentId,
  ];
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  if (primary !== undefined && !ours.includes(primary.id) && !ours.includes(primary.externalId ?? '')) {
    const { id: byDeployment, taskDefinition } = primary;
    const successor: Reason = { kind: 'superseded', byDeployment, taskDefinition };
    return concluded(context, result, { kind: 'superseded', because: successor });
  }
  const found = await requireTaskDefinition(context.aws, await earlierRevision(context, released, service));
  const arn = await reviveRevision(context, found);
  const earlier = { ...found, arn };
  if (controller.kind === 'codedeploy') {
    const group = await findGroupOf(context, service, request.codeDeploy ?? {});
    const plan = nightPlan(context, { service, found: group, rules: request, taskDefinition: earlier.arn });
    context.interrupt.throwIfAborted();
    return await goBack(context, { released, because, service, controller, earlier, plan });
  }
  // Alarms may be those of its gates, which no request has among its settings.
  const sent = { ...request.settings, alarms: result.plan?.update.settings.alarms };
  const earlierOnes = earlierSettings(settings, sent);
  // With the settings of then, but for what would only hold it up: that is put back when it is over.
  const night = nightSettings(settingsInForce(asNoted(service).settings, earlierOnes));
  const back: DeploymentSettings = { ...earlierOnes, ...night?.settings };
  const plan: ReleasePlan = rollbackPlan(service, request, {
    taskDefinition: earlier.arn,
    settings: back,
    steps: [
      { kind: 'update-service', force: false, undo: 'stop-and-roll-back' },
      { kind: 'follow' },
      { kind: 'verify' },
    ],
  });
  context.interrupt.throwIfAborted();
  return await withSettingsAside(context, service, night?.aside ?? setAsideIn(service.tags), (withheld) =>
    goBack(withheld, { released, because, service, controller, earlier, plan }),
  );
}

interface WayBack {
  readonly released: Released;
  readonly because: Reason;
  readonly service: ServiceState;
  readonly controller: Controller;
  readonly earlier: RegisteredTaskDefinition;
  readonly plan: ReleasePlan;
}

async function goBack(
  context: ReleaseContext,
  { released, because, service, controller, earlier, plan }: WayBack,
): Promise<ReleaseResult> {
  const { result } = released;
  await stampBad(context, released, earlier);
  const start = await startRelease(context, controller, plan, context.interrupt);
  if (start.kind === 'no-deployment') {
    const to = revisionName(earlier.arn);
    return concluded(context, result, { kind: 'failed-rolled-back', because, by: 'ecsdeploy', to });
  }
  context.report({ type: 'rollback.started', by: 'ecsdeploy', because });
  context.report({ type: 'deployment.started', deployment: start.deployment, how: start.kind });
  const wayBack = await carryThrough(context, {
    action: result.action,
    service: result.service,
    startedAt: result.startedAt,
    plan,
    controller,
    deployment: start.deployment,
    expected: [],
    definition: earlier.definition,
    targetGroupArns: service.loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
    policy: {
      role: 'driver',
      timeout: plan.timeoutMilliseconds,
      rollback: 'off',
      rollbackOnTimeout: false,
      awsRollsBack: breakerRollsBack(service.settings),
      onInterrupt: 'detach',
      endsWaits: true,
    },
    wanted: 'earlier-revision',
    takingBack: because,
  });
  const { outcome, changed, after, deployment, diagnosis, next, endedAt } = wayBack;
  return { ...result, outcome, changed, after, deployment, diagnosis, next, endedAt };
}

/** Before the way back begins: whoever kills this process kills no knowledge. Where only settings go back, the revision is none that is to be left. */
async function stampBad(
  context: ReleaseContext,
  { result: { deployment }, endedAt }: Released,
  earlier: RegisteredTaskDefinition,
): Promise<void> {
  if (deployment === undefined || revisionName(deployment.taskDefinition) === revisionName(earlier.arn))
    return;
  const at = endedAt ?? Math.max(context.clock.now(), deployment.createdAt);
  await stampTakenBack(context, deployment.taskDefinition, at);
}

/** What ran before; where an earlier run of ours had started the deployment, the last revision that succeeded before. */
async function earlierRevision(
  context: ReleaseContext,
  { result: { plan, deployment } }: Released,
  service: ServiceState,
): Promise<string> {
  const before = plan?.current.taskDefinition;
  if (
    before !== undefined &&
    // Which deployment was replaced, AWS may have forgotten.
    before !== '' &&
    (plan === undefined || !isAdopted(plan) || before !== deployment?.taskDefinition)
  ) {
    return before;
  }
  const target = await chooseTarget(context, { service, group: deployment?.codeDeploy });
  return target.kind === 'back' ? target.revision.arn : service.taskDefinition;
}

function isAdopted({ steps }: ReleasePlan): boolean {
  return steps.some(({ kind }) => kind === 'adopt');
}

function outcomeOf(error: unknown, because: Reason): Outcome {
  if (error instanceof Interrupted) {
    // Once AWS was asked, an interruption is no exception: here nothing has been asked, and the release stands.
    return { kind: 'failed-left', because };
  }
  if (!(error instanceof EcsdeployError)) throw error;
  if (error.code.startsWith('unknown.')) return { kind: 'failed-rollback-unseen', because, by: 'ecsdeploy' };
  if (error.code === 'refused.plan_outdated') {
    const { actual } = error.details;
    const byDeployment = typeof actual === 'string' ? actual : undefined;
    return { kind: 'superseded', because: { kind: 'superseded', byDeployment } };
  }
  if (error instanceof GroupBusy) {
    // Somebody else releases to it by now: what serves is his business, as where his deployment is PRIMARY already.
    const { deployment } = error.details;
    const byDeployment = typeof deployment === 'string' ? deployment : undefined;
    return { kind: 'superseded', because: { kind: 'superseded', byDeployment, isUnderWay: true } };
  }
  const rollbackBecause: Reason = { kind: 'impossible', what: 'the way back', error: error.message };
  return { kind: 'failed-rollback-failed', because, rollbackBecause };
}

function concluded(context: ReleaseContext, before: ReleaseResult, outcome: Outcome): ReleaseResult {
  const { action, service, startedAt, plan, deployment } = before;
  const ended = resultOf(context, { action, service, startedAt, plan, deployment, outcome });
  const serving = outcome.kind === 'failed-rolled-back' ? before.before : before.after;
  const after = serving === undefined ? undefined : { digests: {}, ...serving };
  return { ...ended, before: before.before, target: before.target, after };
}
