import { requireService } from '../aws/services.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import { EcsdeployError } from '../model/error.ts';
import { deploymentName } from '../model/deployment-name.ts';
import { isNamed } from '../model/pause-name.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { revisionName, serviceName, type ServiceRef } from '../model/service-ref.ts';
import { checkAccount } from './check-account.ts';
import { rollbackTimeout } from './follow-policy.ts';
import { requireNamedDeployment } from './named-deployment.ts';
import { orInterrupted } from './or-interrupted.ts';
import type { ReleaseContext } from './release-context.ts';
import type { NamedGroup } from './requests.ts';
import { resultOf } from './result.ts';
import { breakerRollsBack } from './safety-rules.ts';
import { leftByEarlierRun } from './scaling/scaling-order.ts';
import { withScaling } from './scaling/with-scaling.ts';
import { stopAndFollow } from './stop-in-progress.ts';
import { whileReading } from './while-reading.ts';

export interface AbortRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
  /** The release that is meant, by `ecs-svc/…` or the ARN of its service deployment; absent: the one in progress. */
  readonly deployment?: string | undefined;
  readonly dryRun: boolean;
}

/** A release was named, and another one is in progress. */
class OtherInProgress extends EcsdeployError {
  constructor(named: string, inProgress: Deployment) {
    const { service, taskDefinition, serviceDeploymentArn, deploymentId } = inProgress;
    const now = serviceDeploymentArn ?? deploymentId;
    super({
      code: 'refused.release_moved_on',
      message: `${named} is over; now "${serviceName(service)}" is being deployed to ${revisionName(taskDefinition)} (${now})`,
      suggestions: [`To stop that one: --deployment ${deploymentName(inProgress)}`],
      details: { expected: named, deployment: now },
    });
  }
}

/** It ended well before the stop arrived: to leave it now takes another deployment, which an abort never starts. */
class SucceededMeanwhile extends EcsdeployError {
  constructor({ service: { cluster, service }, taskDefinition }: Deployment) {
    super({
      code: 'refused.succeeded_meanwhile',
      message: `The release of ${revisionName(taskDefinition)} on "${serviceName({ cluster, service })}" succeeded before it could be stopped`,
      suggestions: [`Go back from it with \`ecsdeploy rollback --cluster ${cluster} --service ${service}\`.`],
      details: { taskDefinition },
    });
  }
}

/**
 * Stops the release in progress at whatever stage, paused or not, and has AWS go back; followed to its end and verified. Unlike
 * `rollBack` it never starts a deployment: where nothing is in progress there is nothing to do.
 * @throws OtherInProgress, SucceededMeanwhile, DeploymentNotFound, and what stopping throws
 */
export async function abort(context: ReleaseContext, request: AbortRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'abort' });
  return await orInterrupted(context, 'abort', request.service, (startedAt) =>
    run(context, request, startedAt),
  );
}

async function run(
  context: ReleaseContext,
  request: AbortRequest,
  startedAt: number,
): Promise<ReleaseResult> {
  const { service, controller, inProgress } = await whileReading(context, async (reading) => {
    await checkAccount(reading, request.account);
    const found = await requireService(reading.aws, request.service);
    const of = chooseController(reading.aws, found, request.codeDeploy);
    const deployment = await of.find(found.ref);
    if (request.deployment !== undefined) await requireMeant(of, found.ref, request.deployment, deployment);
    return { service: found, controller: of, inProgress: deployment };
  });
  if (inProgress === undefined) {
    const outcome = { kind: 'nothing-to-do', because: { kind: 'nothing-in-progress' } } as const;
    return resultOf(context, { action: 'abort', service: service.ref, startedAt, outcome });
  }
  const rules = {
    rollback: 'automatic',
    rollbackOnTimeout: false,
    timeoutMilliseconds: rollbackTimeout,
  } as const;
  const order = leftByEarlierRun(service.tags);
  return await withScaling(context, { service, order }, async (withheld) => {
    const stopped = await stopAndFollow(withheld, {
      action: 'abort',
      request: { ...rules, dryRun: request.dryRun },
      service,
      controller,
      inProgress,
      startedAt,
      policy: {
        role: 'driver',
        timeout: rollbackTimeout,
        rollback: 'automatic',
        rollbackOnTimeout: false,
        awsRollsBack: breakerRollsBack(service.settings),
        onInterrupt: 'detach',
      },
    });
    if (stopped === 'succeeded-meanwhile') throw new SucceededMeanwhile(inProgress);
    return stopped;
  });
}

/** The release that was named is the one in progress, or has ended and nothing else has begun. */
async function requireMeant(
  controller: Controller,
  service: ServiceRef,
  named: string,
  inProgress: Deployment | undefined,
): Promise<void> {
  if (inProgress !== undefined && isNamed(named, inProgress)) return;
  await requireNamedDeployment(controller, service, named);
  if (inProgress !== undefined) throw new OtherInProgress(named, inProgress);
}
