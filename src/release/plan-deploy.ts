import type { ServiceState } from '../aws/service-state.ts';
import { findTaskDefinition, requireTaskDefinition } from '../aws/task-definitions.ts';
import type { Controller } from '../controllers/controller.ts';
import { EcsdeployError } from '../model/error.ts';
import type { Gate } from '../model/gate.ts';
import { maskText } from '../model/mask-text.ts';
import type { ImageChange, PlanStep, ReleasePlan } from '../model/release-plan.ts';
import type { RegisteredTaskDefinition, Tag, TaskDefinition } from '../model/task-definition.ts';
import { assignImages } from '../task-definitions/assign-images.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { compareTaskDefinitions } from '../task-definitions/compare.ts';
import { hasHealthCheck } from '../task-definitions/has-health-check.ts';
import type { TaskDefinitionWithTags } from '../task-definitions/load.ts';
import { renderTaskDefinition } from '../task-definitions/render.ts';
import { originIn, tagsOfNewRevision } from '../task-definitions/tags.ts';
import type { BringIn, BringInQuestion } from './bring-in.ts';
import { planCodeDeploy } from './codedeploy/plan-codedeploy.ts';
import { checkCommitOrder } from './commit-order.ts';
import { checkPlatforms } from './check-platforms.ts';
import type { FiringAlarm } from './gates/firing-alarms.ts';
import { planEcs } from './plan-ecs.ts';
import type { ReleaseContext } from './release-context.ts';
import type { DeployRequest } from './requests.ts';
import { expectedImages, resolveImages, type ReleasedImage } from './resolve-images.ts';
import type { ExpectedImage } from './verify.ts';

/** A plan, with what carrying it out needs besides. */
export interface DeployPreparation {
  readonly plan: ReleasePlan;
  readonly service: ServiceState;
  /** The definition that the service is to run, as it would be registered; our notes are still to be added to its tags. */
  readonly wanted: TaskDefinitionWithTags;
  /** What it runs now. */
  readonly current: TaskDefinition;
  /** The same, as it is registered. */
  readonly currentRevision: RegisteredTaskDefinition;
  /** A revision that already is what is wanted. */
  readonly existing?: RegisteredTaskDefinition | undefined;
  readonly expected: readonly ExpectedImage[];
  readonly released: readonly ReleasedImage[];
  readonly awsRollsBack: boolean;
  /** The gates of the plan, as they are measured. */
  readonly gatesToMeasure: readonly Gate[];
  /** It may not be started. */
  readonly firing: readonly FiringAlarm[];
}

/** What is there, what is wanted, what differs: reads only. */
export async function planDeploy(
  context: ReleaseContext,
  request: DeployRequest,
  service: ServiceState,
  controller: Controller,
): Promise<DeployPreparation> {
  const { aws } = context;
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const current = await requireTaskDefinition(aws, primary?.taskDefinition ?? service.taskDefinition);
  const base = await baseOf(context, request, current);
  const order = request.order && (await checkCommitOrder(context, request.order, current));
  const assigned = assignImages(base.definition, request.images, request.containers);
  const released = await resolveImages(context, assigned, request.images, request.imageReference);
  const images = new Map(released.map(({ container, image }) => [container, image]));
  const rendered = renderTaskDefinition(base, images);
  const expected = expectedImages(rendered.definition, released);
  const existing = await findExisting(context, rendered, current, base.revision);
  if (existing === undefined) {
    refuseInvalid(rendered.definition);
    await checkPlatforms(context, rendered.definition, released);
  }
  const { gates, areSkipped = false } = request.gates ?? { gates: [] };
  if (areSkipped && gates.length > 0) {
    const names = gates.map(({ name }) => name);
    context.report({ type: 'warning', warning: { kind: 'gates-skipped', names } });
  }
  const differences = compareTaskDefinitions(current.definition, rendered.definition);
  const bringIn = await planBringIn(context, controller, {
    request,
    service,
    definition: rendered.definition,
    taskDefinition: existing?.arn,
  });
  if (service.loadBalancers.length === 0 && !hasHealthCheck(rendered.definition)) {
    context.report({ type: 'warning', warning: { kind: 'no-health-check' } });
  }
  const [, , , region = '', account = ''] = service.arn.split(':');
  const plan: ReleasePlan = {
    action: 'deploy',
    service: service.ref,
    account,
    region,
    strategy: bringIn.strategy,
    current: {
      taskDefinition: current.arn,
      deploymentId: primary?.id ?? '',
      serviceDeployment: service.currentServiceDeployment,
      rolloutState: primary?.rolloutState,
      origin: originIn(current.tags),
      desiredCount: service.desiredCount,
      runningCount: service.runningCount,
    },
    target: {
      taskDefinition: existing?.arn,
      family: rendered.definition.family,
      images: imageChanges(current.definition, rendered.definition, released),
      asked:
        released.length === 0
          ? undefined
          : released.map(({ container, image, digest, tag }) => ({ container, image, digest, tag })),
      commit: request.commit,
      subject: request.note?.subject === undefined ? undefined : maskText(request.note.subject),
      order,
      digests: Object.fromEntries(expected.map(({ container, digest }) => [container, digest])),
    },
    update: { force: request.force, settings: bringIn.sent },
    from: request.promoted,
    differences,
    settings: bringIn.settings,
    shift: bringIn.shift,
    hooks: bringIn.hooks,
    codeDeploy: bringIn.codeDeploy,
    scaling: bringIn.scaling,
    gates: bringIn.gates,
    watchForMilliseconds: bringIn.watchForMilliseconds,
    watchForAtMostMilliseconds: bringIn.watchForAtMostMilliseconds,
    rollbackPolicy: bringIn.rollbackPolicy,
    steps: stepsOf(existing === undefined, bringIn.startSteps),
    safety: bringIn.safety,
    timeoutMilliseconds: bringIn.timeoutMilliseconds,
    plannedWaitMilliseconds: bringIn.plannedWaitMilliseconds,
  };
  return {
    plan,
    service,
    wanted: rendered,
    current: current.definition,
    currentRevision: current,
    existing,
    expected,
    released,
    awsRollsBack: bringIn.awsRollsBack,
    gatesToMeasure: bringIn.gatesToMeasure,
    firing: bringIn.firing,
  };
}

/** Each deployment controller brings a revision in in its own way, and says so in its own part of the plan. */
async function planBringIn(
  context: ReleaseContext,
  { kind }: Controller,
  question: BringInQuestion,
): Promise<BringIn> {
  switch (kind) {
    case 'ecs':
      return await planEcs(context, question);
    case 'codedeploy':
      return await planCodeDeploy(context, question);
    default:
      return kind satisfies never;
  }
}

interface Base {
  readonly definition: TaskDefinition;
  readonly tags: readonly Tag[];
  /** The revision that it is, if it is one. */
  readonly revision?: RegisteredTaskDefinition | undefined;
}

/** The revision given cannot be started from: it was deregistered. */
class RevisionInactive extends EcsdeployError {
  constructor(revision: RegisteredTaskDefinition) {
    super({
      code: 'refused.revision_inactive',
      message: `Task definition "${revision.family}:${revision.revision}" is ${revision.status}: ECS starts no deployment from it`,
      suggestions: [
        `Register it again: \`ecsdeploy render --task-definition ${revision.family}:${revision.revision}\` prints it as a file.`,
      ],
      details: { taskDefinition: revision.arn },
    });
  }
}

/** Where the task definition starts from. @throws RevisionNotFound */
export async function baseOf(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { base }: Pick<DeployRequest, 'base'>,
  current: RegisteredTaskDefinition,
): Promise<Base> {
  switch (base.kind) {
    case 'live':
      return { definition: current.definition, tags: current.tags, revision: current };
    case 'file':
      return base;
    case 'revision': {
      const revision = await requireTaskDefinition(aws, base.nameOrArn);
      return { definition: revision.definition, tags: revision.tags, revision };
    }
    default:
      return base satisfies never;
  }
}

/**
 * A revision that already is what is wanted: the one given, the one that runs, or the family's latest (registered by a run
 * that was killed before it deployed).
 */
export async function findExisting(
  { aws }: ReleaseContext,
  wanted: TaskDefinitionWithTags,
  current: RegisteredTaskDefinition,
  given: RegisteredTaskDefinition | undefined,
): Promise<RegisteredTaskDefinition | undefined> {
  const isSame = (candidate: RegisteredTaskDefinition) => isAlready(candidate, wanted);
  for (const candidate of [given, current]) {
    if (candidate === undefined || !isSame(candidate)) continue;
    if (candidate.status === 'ACTIVE') return candidate;
    if (candidate.arn === given?.arn && candidate.arn !== current.arn) throw new RevisionInactive(candidate);
  }
  const latest = await findTaskDefinition(aws, wanted.definition.family);
  return latest?.status === 'ACTIVE' && isSame(latest) ? latest : undefined;
}

/** Whether a revision is what would be registered. Pure. */
export function isAlready(candidate: RegisteredTaskDefinition, wanted: TaskDefinitionWithTags): boolean {
  return (
    candidate.family === wanted.definition.family &&
    compareTaskDefinitions(candidate.definition, wanted.definition).length === 0 &&
    hasSameTags(candidate.tags, wanted.tags)
  );
}

/** Tags of the users, in any order: AWS's and our own are notes about one revision. */
function hasSameTags(registered: readonly Tag[], wanted: readonly Tag[]): boolean {
  const listed = (tags: readonly Tag[]) =>
    tagsOfNewRevision(tags, [])
      .tags.map(({ key, value }) => JSON.stringify([key, value]))
      .sort();
  return listed(registered).join() === listed(wanted).join();
}

function stepsOf(mustRegister: boolean, startSteps: readonly PlanStep[]): PlanStep[] {
  return [
    ...(mustRegister ? [{ kind: 'register', undo: 'none-needed' } as const] : []),
    ...startSteps,
    { kind: 'follow' },
    { kind: 'verify' },
  ];
}

function imageChanges(
  before: TaskDefinition,
  after: TaskDefinition,
  released: readonly ReleasedImage[],
): ImageChange[] {
  return after.containerDefinitions.flatMap(({ name, image }): ImageChange[] => {
    const old = before.containerDefinitions.find((container) => container.name === name)?.image;
    const { digest, tag } = released.find(({ container }) => container === name) ?? {};
    return image === undefined || image === old
      ? []
      : [{ container: name, before: old, after: image, digest, tag }];
  });
}
