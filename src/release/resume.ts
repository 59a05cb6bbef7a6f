import type { ServiceState } from '../aws/service-state.ts';
import { findTaskDefinition } from '../aws/task-definitions.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Gate } from '../model/gate.ts';
import { stagesOfGates } from '../model/lifecycle-hooks.ts';
import type { ReleasePlan, SafetyRule } from '../model/release-plan.ts';
import type { RegisteredTaskDefinition } from '../model/task-definition.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { revisionName } from '../model/service-ref.ts';
import { carryThrough, type Course } from './carry-through.ts';
import { runningPart } from './codedeploy/running-plan.ts';
import { checkAccount } from './check-account.ts';
import { gatesAsked, watchOf } from './gates/gates-asked.ts';
import { gatesLeft } from './gates/gates-left.ts';
import { gatesOf } from './gates/gates-of.ts';
import { planGates } from './gates/plan-gates.ts';
import { withoutAccepted } from './gates/without-accepted.ts';
import { findServiceOrGone, goneResult } from './gone-service.ts';
import { knownImages } from './known-images.ts';
import { DeploymentNotFound, requireNamedDeployment } from './named-deployment.ts';
import { orInterrupted } from './or-interrupted.ts';
import type { ReleaseContext } from './release-context.ts';
import { plannedWaits } from './planned-waits.ts';
import { refuseUntil } from './refuse-until.ts';
import type { ResumeRequest } from './requests.ts';
import { replacedRevision } from './replaced-revision.ts';
import { resultOf } from './result.ts';
import { sayingWhatWasDone } from './saying-what-was-done.ts';
import { withSettingsLeftAside } from './rollback-settings/with-settings-aside.ts';
import { breakerRollsBack, safetyRules } from './safety-rules.ts';
import { leftByEarlierRun } from './scaling/scaling-order.ts';
import { withScaling } from './scaling/with-scaling.ts';
import { takeBack } from './several/take-back.ts';
import { targetGroupsOf } from './target-groups.ts';
import { whatItBringsIn } from './what-it-brings-in.ts';
import { whileReading } from './while-reading.ts';
import type { ExpectedImage } from './verify.ts';

/**
 * Takes over a deployment that another process has started, or this one before it was killed, and drives it to its end with the
 * rules of this run. Of one that has ended, it says how, after a look at what runs: so whoever asks gets the answer that the
 * first run would have given.
 * @throws EcsdeployError for everything that is refused or fails before it follows
 */
export async function resume(context: ReleaseContext, request: ResumeRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'resume' });
  return await sayingWhatWasDone(context, (told) =>
    orInterrupted(told, 'resume', request.service, (startedAt) =>
      request.dryRun
        ? whileReading(told, (reading) => run(reading, request, startedAt))
        : run(told, request, startedAt),
    ),
  );
}

async function run(context: ReleaseContext, asked: ResumeRequest, startedAt: number): Promise<ReleaseResult> {
  const found = await whileReading(context, (reading) => findDeployment(reading, asked));
  if (found === 'gone') return goneResult(context, 'resume', asked.service, startedAt);
  const request = await whileReading(context, (reading) => withoutAccepted(reading, asked));
  const { service, controller, deployment, revision } = found;
  const isOver = deployment.endedAt !== undefined;
  if (!isOver && controller.kind === 'ecs') refuseUntil(service.ref, request.until, service.strategy);
  const expected = revision === undefined ? [] : knownImages(revision);
  const ofCodeDeploy = isOver ? undefined : await runningPart(context, deployment, request);
  // Whoever began to watch it may have been killed.
  const left = isOver ? gatesLeft(request, revision, deployment) : undefined;
  const onTheWay = isOver ? (left ?? []) : gatesOnTheWay(request);
  const isNothingLeft = isOver && left === undefined;
  const bare = { ...planOf(service, deployment, request, expected), ...ofCodeDeploy };
  const { rules, ...gatesPlanned } = isNothingLeft
    ? noGates
    : planOfGates(service, request, onTheWay, bare.safety);
  const plan: ReleasePlan = { ...bare, ...gatesPlanned, safety: [...bare.safety, ...rules] };
  const base = { action: 'resume', service: service.ref, startedAt } as const;
  if (request.dryRun) {
    context.report({ type: 'plan.made', plan });
    return resultOf(context, { ...base, plan, outcome: { kind: 'planned' } });
  }
  context.interrupt.throwIfAborted();
  if (!isOver) context.report({ type: 'plan.made', plan });
  const replaces = plan.current.taskDefinition || undefined;
  const brought = { ...whatItBringsIn(revision), replaces };
  context.report({ type: 'deployment.started', deployment, how: 'found', ...brought });
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

interface Found {
  readonly service: ServiceState;
  readonly controller: Controller;
  readonly deployment: Deployment;
  readonly revision: RegisteredTaskDefinition | undefined;
}

/** The deployment that is named, or in progress, or the newest. */
async function findDeployment(context: ReleaseContext, request: ResumeRequest): Promise<Found | 'gone'> {
  await checkAccount(context, request.account);
  const service = await findServiceOrGone(context, request.service);
  if (service === 'gone') return 'gone';
  const controller = chooseController(context.aws, service, request.codeDeploy);
  const deployment =
    request.deployment === undefined
      ? ((await controller.find(service.ref)) ?? (await controller.latest(service.ref)))
      : await requireNamedDeployment(controller, service.ref, request.deployment);
  if (deployment === undefined) throw new DeploymentNotFound(service.ref);
  const revision =
    deployment.taskDefinition === ''
      ? undefined
      : await findTaskDefinition(context.aws, deployment.taskDefinition);
  return { service, controller, deployment, revision };
}

const noGates = { rules: [] };

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

/**
 * The gates of the configuration that the deployment has not left behind: what was to be measured before it was, or nobody measures it
 * any more.
 */
function gatesOnTheWay(request: ResumeRequest): Gate[] {
  return gatesAsked(request).filter(({ at }) => at.some((moment) => moment !== 'before'));
}

function planOfGates(
  service: ServiceState,
  request: ResumeRequest,
  gates: readonly Gate[],
  safety: readonly SafetyRule[],
): ReturnType<typeof planGates> {
  return planGates({
    gates,
    watchForMilliseconds: watchOf(request),
    policy: request.rollback,
    watchedByAws: safety.flatMap((one) => (one.rule === 'alarms' && one.rollsBack ? one.names : [])),
    heldAt: stagesOfGates(service.settings.hooks),
  });
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

/** What is to come of a deployment that is there: nothing is registered or started. */
function planOf(
  service: ServiceState,
  { deploymentId, taskDefinition, endedAt }: Deployment,
  request: ResumeRequest,
  expected: readonly ExpectedImage[],
): ReleasePlan {
  const [, , , region = '', account = ''] = service.arn.split(':');
  const waits = endedAt === undefined ? plannedWaits(service.settings, service.loadBalancers) : 0;
  const timeoutMilliseconds = request.timeoutMilliseconds + waits;
  const replaced = service.deployments
    .filter(({ id, externalId }) => id !== deploymentId && externalId !== deploymentId)
    .sort((a, b) => b.createdAt - a.createdAt)[0];
  return {
    action: 'resume',
    service: service.ref,
    account,
    region,
    strategy: service.strategy,
    current: {
      taskDefinition: replaced?.taskDefinition ?? '',
      deploymentId: replaced?.id ?? '',
      desiredCount: service.desiredCount,
      runningCount: service.runningCount,
    },
    target: {
      taskDefinition,
      family: revisionName(taskDefinition).replace(/:\d+$/, ''),
      images: [],
      digests: Object.fromEntries(expected.map(({ container, digest }) => [container, digest])),
    },
    update: { force: false, settings: {} },
    differences: [],
    settings: [],
    steps:
      endedAt === undefined
        ? [{ kind: 'adopt', deploymentId }, { kind: 'follow' }, { kind: 'verify' }]
        : [{ kind: 'verify' }],
    safety:
      endedAt === undefined
        ? safetyRules(service.settings, service.desiredCount, { ...request, timeoutMilliseconds })
        : [],
    timeoutMilliseconds,
  };
}
