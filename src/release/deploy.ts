import { requireService } from '../aws/services.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { ServiceBusy, waitUntilFree } from './busy.ts';
import { checkAccount } from './check-account.ts';
import { carryThrough } from './carry-through.ts';
import { orInterrupted } from './or-interrupted.ts';
import { judgeStanding } from './judge-standing.ts';
import { planDeploy, type DeployPreparation } from './plan-deploy.ts';
import type { ReleaseContext } from './release-context.ts';
import {
  imageSteps,
  planReleaseImage,
  settleReleaseImage,
  silently,
  type ReleaseImage,
} from './release-image.ts';
import type { DeployRequest } from './requests.ts';
import { resultOf } from './result.ts';
import { settleRevision } from './settle-revision.ts';

/**
 * Takes a service to the wanted revision and follows it to a truthful end: plan → prepare → start → follow → conclude.
 * @throws EcsdeployError for everything that is refused or fails before anything changed
 */
export async function deploy(context: ReleaseContext, request: DeployRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'deploy' });
  return await orInterrupted(context, 'deploy', request.service, (startedAt) =>
    run(context, request, startedAt),
  );
}

async function run(context: ReleaseContext, asked: DeployRequest, startedAt: number): Promise<ReleaseResult> {
  await checkAccount(context, asked.account);
  const image = await planReleaseImage(context, asked);
  if (image !== undefined && !image.isThere) {
    // A build takes minutes: whatever would be refused after it is refused before.
    const early = { ...image.planned, dryRun: true };
    const { plan } = await planWhenFree(asked.dryRun ? context : silently(context), early);
    if (asked.dryRun) return plannedOnly(context, asked, startedAt, withImageSteps(plan, image));
    context.interrupt.throwIfAborted();
  }
  const request = image === undefined ? asked : await settleReleaseImage(context, asked, image);
  const ready = await planWhenFree(context, request);
  const { preparation, controller, adopted } = ready;
  const { wanted, expected } = preparation;
  context.report({ type: 'plan.made', plan: ready.plan });
  const base = { action: 'deploy', service: ready.plan.service, plan: ready.plan, startedAt } as const;
  if (request.dryRun) return resultOf(context, { ...base, outcome: { kind: 'planned' } });
  if (ready.standing !== undefined) return resultOf(context, { ...base, outcome: ready.standing });

  context.interrupt.throwIfAborted();
  const registered = await settleRevision(context, preparation, request);
  const plan: ReleasePlan = { ...ready.plan, target: { ...ready.plan.target, taskDefinition: registered } };
  context.interrupt.throwIfAborted();
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
  });
}

function plannedOnly(
  context: ReleaseContext,
  request: DeployRequest,
  startedAt: number,
  plan: ReleasePlan,
): ReleaseResult {
  context.report({ type: 'plan.made', plan });
  const { service } = request;
  return resultOf(context, { action: 'deploy', service, plan, startedAt, outcome: { kind: 'planned' } });
}

function withImageSteps(plan: ReleasePlan, { preparation }: ReleaseImage): ReleasePlan {
  return { ...plan, steps: [...imageSteps(preparation.plan), ...plan.steps] };
}

interface Ready {
  readonly preparation: DeployPreparation;
  readonly plan: ReleasePlan;
  readonly controller: Controller;
  /** A deployment to our revision that runs already: ours, started by an earlier run. */
  readonly adopted?: Deployment | undefined;
  /** Nothing is to be done, and this is how it stands. */
  readonly standing?: ReleaseResult['outcome'] | undefined;
}

/** Plans against a service that is free, or whose deployment in progress is ours, or that we may supersede. */
async function planWhenFree(context: ReleaseContext, request: DeployRequest): Promise<Ready> {
  let hasReadAgain = false;
  for (;;) {
    const service = await requireService(context.aws, request.service);
    const controller = chooseController(context.aws, service);
    const preparation = await planDeploy(context, request, service);
    const { plan, existing, expected } = preparation;
    const other = await controller.find(service.ref);
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
        return { preparation, controller, adopted: other, plan: { ...plan, steps } };
      }
      if (request.ifBusy === 'refuse') throw new ServiceBusy(other);
      if (request.ifBusy === 'wait') {
        if (request.dryRun) return { preparation, controller, plan };
        await waitUntilFree(context, controller, other, request.timeoutMilliseconds);
        continue;
      }
      return { preparation, controller, plan };
    }
    const isThere = existing?.arn === plan.current.taskDefinition;
    const isSettled = isThere && plan.settings.length === 0 && !request.force;
    const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
    if (primary?.rolloutState === 'IN_PROGRESS' && !hasReadAgain) {
      // It has ended since the service was read: whether well, only a new look tells.
      hasReadAgain = true;
      continue;
    }
    // A FAILED primary on our revision is not "nothing to do": its tasks never came up.
    const isComplete = primary?.rolloutState === undefined || primary.rolloutState === 'COMPLETED';
    if (isSettled && isComplete) {
      const standing = await judgeStanding(context, service.ref, existing.arn, expected);
      if (!standing.mustRestart) {
        return {
          preparation,
          controller,
          plan: { ...plan, steps: [{ kind: 'nothing' }] },
          standing: standing.outcome,
        };
      }
    }
    const mustForce = request.force || (isThere && (isSettled || !isComplete));
    return { preparation, controller, plan: forced(plan, mustForce) };
  }
}

function forced(plan: ReleasePlan, force: boolean): ReleasePlan {
  const steps = plan.steps.map((step) => (step.kind === 'update-service' ? { ...step, force } : step));
  return { ...plan, update: { ...plan.update, force }, steps };
}
