import { requireService } from '../aws/services.ts';
import { findTaskDefinition } from '../aws/task-definitions.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import { minutes } from '../model/duration.ts';
import type { Outcome } from '../model/outcome.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import { ServiceBusy, waitUntilFree } from './busy.ts';
import { makeWay } from './codedeploy/make-way.ts';
import { checkAccount } from './check-account.ts';
import { AlarmFiring } from './gates/firing-alarms.ts';
import { judgeStanding } from './judge-standing.ts';
import { isAlready, planDeploy, type DeployPreparation } from './plan-deploy.ts';
import { checkBeforeDeploy } from './preflight/check-before-deploy.ts';
import { readinessAhead } from './readiness/around-deploy.ts';
import { tellReadiness } from './readiness/tell-readiness.ts';
import type { ReleaseContext } from './release-context.ts';
import {
  imageSteps,
  ownImages,
  planReleaseImage,
  settleReleaseImage,
  silently,
  type ImageSource,
  type ReleaseImage,
} from './release-image.ts';
import type { DeployRequest } from './requests.ts';
import { asNoted } from './rollback-settings/as-noted.ts';
import { whileReading } from './while-reading.ts';

/** A release of which everything is known that can be known before anything changes. */
export interface PreparedDeploy {
  /** With the image that the registry holds; as it was asked where that is still to be built. */
  readonly request: DeployRequest;
  /** The image that is still to be built. */
  readonly image?: ReleaseImage | undefined;
  readonly ready: Ready;
  /** When it was planned. */
  readonly at: number;
}

/** A plan against a service that is free, or whose deployment in progress is ours, or that we may supersede. */
export interface Ready {
  readonly preparation: DeployPreparation;
  readonly plan: ReleasePlan;
  readonly controller: Controller;
  /** A deployment to our revision that runs already: ours, started by an earlier run. */
  readonly adopted?: Deployment | undefined;
  /** Nothing is to be done, and this is how it stands. */
  readonly standing?: Outcome | undefined;
  /** Another deployment is in progress, and this one is to wait for it. */
  readonly mustWait?: true;
}

export interface PreparationOptions {
  /** Who plans and settles the image. */
  readonly images?: ImageSource | undefined;
  /** Whether to wait here for a deployment that is in the way, where the request says `ifBusy: 'wait'`. */
  readonly mayWait?: boolean | undefined;
}

// The start looks again whether the service is still on what the plan relies on. Long enough for AWS's rates to let two hundred
// services be planned.
const goodFor = minutes(1);

/**
 * Reads whatever decides whether the release can go well. A build takes minutes: what would be refused after it is refused here.
 * @throws EcsdeployError for everything that is refused
 */
export async function prepareDeploy(
  context: ReleaseContext,
  asked: DeployRequest,
  options: PreparationOptions = {},
): Promise<PreparedDeploy> {
  return await whileReading(context, (reading) => prepare(reading, asked, options));
}

async function prepare(
  context: ReleaseContext,
  wanted: DeployRequest,
  { images = ownImages, mayWait = true }: PreparationOptions,
): Promise<PreparedDeploy> {
  await checkAccount(context, wanted.account);
  const asked = await withPromotion(context, wanted);
  const image = await planReleaseImage(context, asked, images);
  if (image !== undefined && !image.isThere) {
    const early = { ...image.planned, dryRun: true };
    const ready = await planWhenFree(asked.dryRun ? context : silently(context), early, false);
    const { plan: checked } = await lookFirst(context, asked, ready);
    const plan = { ...checked, steps: [...imageSteps(image.preparation.plan), ...checked.steps] };
    return { request: asked, image, ready: { ...ready, plan }, at: context.clock.now() };
  }
  const request = image === undefined ? asked : await settleReleaseImage(context, asked, image, images);
  const ready = await lookFirst(context, request, await planWhenFree(context, request, mayWait));
  return { request, ready, at: context.clock.now() };
}

async function withPromotion(context: ReleaseContext, request: DeployRequest): Promise<DeployRequest> {
  if (request.promotion === undefined) return request;
  // Imported here and not above: most releases come from no other environment.
  const { promote } = await import('./promote/promote.ts');
  return await promote(context, request, request.promotion);
}

/** Whether the release can go well, and whether there would be a way back from it; of a dry run, the plan tells of that. */
async function lookFirst(context: ReleaseContext, asked: DeployRequest, ready: Ready): Promise<Ready> {
  await checkBeforeDeploy(context, asked, ready);
  const { plan, adopted, standing } = ready;
  if (asked.unverified === true || adopted !== undefined || standing !== undefined) return ready;
  const readiness = await readinessAhead(context, asked, ready);
  if (!asked.dryRun) tellReadiness(context, readiness, 'before');
  return { ...ready, plan: { ...plan, readiness } };
}

/** Whether a release may start from this plan as it is: nothing is to be built or waited for first, and it is fresh. */
export function isCurrent({ image, ready, at }: PreparedDeploy, now: number): boolean {
  return image === undefined && ready.mustWait === undefined && now - at <= goodFor;
}

/** @throws ServiceBusy */
export async function planWhenFree(
  context: ReleaseContext,
  request: DeployRequest,
  mayWait = true,
): Promise<Ready> {
  let hasReadAgain = false;
  for (;;) {
    const service = asNoted(await requireService(context.aws, request.service));
    const controller = chooseController(context.aws, service, request.codeDeploy);
    const planned = await planDeploy(context, request, service, controller);
    const other = await controller.find(service.ref);
    const preparation = other === undefined ? planned : await withDeployed(context, planned, other);
    const { plan, existing, expected } = preparation;
    if (other !== undefined) {
      if (existing?.arn === other.taskDefinition) {
        const steps = [
          { kind: 'adopt', deploymentId: other.deploymentId },
          { kind: 'follow' },
          { kind: 'verify' },
        ] as const;
        if (plan.settings.length > 0) {
          const paths = plan.settings.map(({ path }) => path);
          context.report({ type: 'warning', warning: { kind: 'settings-not-applied', paths } });
        }
        const alarms = preparation.firing.filter(({ byAws }) => byAws).map(({ name }) => name);
        if (alarms.length > 0) {
          const stops = controller.kind === 'codedeploy' ? ({ stopsIt: true } as const) : {};
          context.report({ type: 'warning', warning: { kind: 'alarm-already-firing', alarms, ...stops } });
        }
        // It comes in as it was started, whatever this run would have asked for.
        const { strategy } = service;
        const inForce = controller.kind === 'ecs' ? strategy : plan.strategy;
        return { preparation, controller, adopted: other, plan: { ...plan, strategy: inForce, steps } };
      }
      if (request.ifBusy === 'refuse') throw new ServiceBusy(other);
      // ECS lets a newer deployment supersede one that runs, CodeDeploy takes one at a time.
      if (request.ifBusy === 'replace' && controller.kind === 'ecs') {
        refuseFiring(preparation, controller);
        return { preparation, controller, plan };
      }
      if (request.dryRun || !mayWait) return { preparation, controller, plan, mustWait: true };
      const { ifBusy: how, timeoutMilliseconds: timeout } = request;
      if (controller.kind === 'codedeploy') await makeWay(context, controller, { other, how, timeout });
      else await waitUntilFree(context, controller, other, timeout);
      continue;
    }
    const isThere = existing?.arn === plan.current.taskDefinition;
    const isSettled = isThere && plan.settings.length === 0 && !request.force;
    const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
    const isOfEcs = controller.kind === 'ecs';
    if (isOfEcs && primary?.rolloutState === 'IN_PROGRESS' && !hasReadAgain) {
      // It has ended since the service was read: whether well, only a new look tells.
      hasReadAgain = true;
      continue;
    }
    // A FAILED primary on our revision is not "nothing to do": its tasks never came up. Of CodeDeploy none becomes PRIMARY before.
    const isComplete =
      !isOfEcs || primary?.rolloutState === undefined || primary.rolloutState === 'COMPLETED';
    if (isSettled && isComplete) {
      const standing = await judgeStanding(context, {
        service: service.ref,
        codeDeploy: plan.codeDeploy,
        taskDefinition: existing.arn,
        expected,
      });
      if (!standing.mustRestart) {
        return {
          preparation,
          controller,
          plan: { ...plan, steps: [{ kind: 'nothing' }] },
          standing: standing.outcome,
        };
      }
    }
    refuseFiring(preparation, controller);
    const mustForce = request.force || (isThere && (isSettled || !isComplete));
    const hasOnlySettings = !isOfEcs && isThere && !mustForce;
    return { preparation, controller, plan: hasOnlySettings ? settingsOnly(plan) : forced(plan, mustForce) };
  }
}

/** @throws AlarmFiring */
function refuseFiring({ plan, firing }: DeployPreparation, { kind }: Controller): void {
  if (firing.length > 0) throw new AlarmFiring(plan.service, firing, kind);
}

/**
 * An earlier run has registered what is wanted and begun to deploy it, but the family's latest revision is somebody else's by now.
 * CodeDeploy does not make it the service's own until it has shifted traffic, so that only the deployment tells.
 */
async function withDeployed(
  { aws }: ReleaseContext,
  preparation: DeployPreparation,
  { taskDefinition }: Deployment,
): Promise<DeployPreparation> {
  const { plan, existing, wanted } = preparation;
  if (existing !== undefined || taskDefinition === plan.current.taskDefinition) return preparation;
  const deployed = await findTaskDefinition(aws, taskDefinition);
  if (deployed?.status !== 'ACTIVE' || !isAlready(deployed, wanted)) return preparation;
  return {
    ...preparation,
    existing: deployed,
    plan: { ...plan, target: { ...plan.target, taskDefinition: deployed.arn } },
  };
}

/** ECS finds out by itself that settings alone start no deployment; CodeDeploy would be asked for one. */
function settingsOnly(plan: ReleasePlan): ReleasePlan {
  const { steps } = plan;
  return { ...plan, steps: steps.filter(({ kind }) => kind === 'update-service' || kind === 'verify') };
}

function forced(plan: ReleasePlan, force: boolean): ReleasePlan {
  const steps = plan.steps.map((step) => (step.kind === 'update-service' ? { ...step, force } : step));
  return { ...plan, update: { ...plan.update, force }, steps };
}
