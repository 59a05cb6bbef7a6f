import type { ServiceState } from '../aws/service-state.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Gate } from '../model/gate.ts';
import { stagesOfGates } from '../model/lifecycle-hooks.ts';
import type { ReleasePlan, SafetyRule } from '../model/release-plan.ts';
import { revisionName } from '../model/service-ref.ts';
import type { RegisteredTaskDefinition } from '../model/task-definition.ts';
import { runningPart } from './codedeploy/running-plan.ts';
import { gatesAsked, watchOf } from './gates/gates-asked.ts';
import { gatesLeft } from './gates/gates-left.ts';
import { planGates } from './gates/plan-gates.ts';
import { withoutAccepted } from './gates/without-accepted.ts';
import { knownImages } from './known-images.ts';
import { plannedWaits } from './planned-waits.ts';
import { refuseUntil } from './refuse-until.ts';
import type { ReleaseContext } from './release-context.ts';
import type { ResumeRequest } from './requests.ts';
import { safetyRules } from './safety-rules.ts';
import type { ExpectedImage } from './verify.ts';

/** A deployment that another run has begun, as it was found. */
export interface Found {
  readonly service: ServiceState;
  readonly controller: Controller;
  readonly deployment: Deployment;
  readonly revision: RegisteredTaskDefinition | undefined;
}

/** What is to come of it under the rules of this run. */
export interface TakeOver {
  readonly plan: ReleasePlan;
  readonly request: ResumeRequest;
  /** What is measured still. */
  readonly gates: readonly Gate[];
  /** It has ended, and was watched to the end: all that is left is to look at what runs. */
  readonly isNothingLeft: boolean;
  readonly expected: readonly ExpectedImage[];
}

/** Plans how a deployment that another run has begun is driven on. Reads only. @throws what refuses `until` */
export async function planTakeOver(
  context: ReleaseContext,
  { service, controller, deployment, revision }: Found,
  asked: ResumeRequest,
): Promise<TakeOver> {
  const request = await withoutAccepted(context, asked);
  const isOver = deployment.endedAt !== undefined;
  if (!isOver && controller.kind === 'ecs') refuseUntil(service.ref, request.until, service.strategy);
  const expected = revision === undefined ? [] : knownImages(revision);
  const ofCodeDeploy = isOver ? undefined : await runningPart(context, deployment, request);
  // Whoever began to watch it may have been killed.
  const left = isOver ? gatesLeft(request, revision, deployment) : undefined;
  const gates = isOver ? (left ?? []) : gatesOnTheWay(request);
  const isNothingLeft = isOver && left === undefined;
  const bare = { ...planOf(service, deployment, request, expected), ...ofCodeDeploy };
  const { rules, ...gatesPlanned } = isNothingLeft
    ? noGates
    : planOfGates(service, request, gates, bare.safety);
  const plan: ReleasePlan = { ...bare, ...gatesPlanned, safety: [...bare.safety, ...rules] };
  return { plan, request, gates, isNothingLeft, expected };
}

const noGates = { rules: [] };

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
