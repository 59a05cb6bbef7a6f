import type { Aws } from '../../aws/aws.ts';
import { continueServiceDeployment, stopAndRollBack } from '../../aws/service-deployments.ts';
import type { Deployment, Move, Snapshot } from '../../model/deployment.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import type { Controller, MoveLimits, Start } from '../controller.ts';
import { findInProgress, findLatest, locateDeployment } from './find-deployment.ts';
import { Observer } from './observer.ts';
import { findServiceDeploymentArn } from './service-deployment-arn.ts';
import { startDeployment } from './start-deployment.ts';

/** AWS stops or continues a deployment by the ARN of its service deployment, and shows none for this one. */
class NotStoppable extends EcsdeployError {
  constructor({ service: { cluster, service }, deploymentId }: Deployment) {
    super({
      code: 'aws.no_service_deployment',
      message: `AWS shows no service deployment for ${deploymentId}, so it can be asked nothing about it`,
      suggestions: [
        `Look with \`ecsdeploy status --cluster ${cluster} --service ${service}\`, then run the same command again.`,
      ],
      details: { deployment: deploymentId },
    });
  }
}

/** The ECS deployment controller: AWS takes every step, we start, look, and may ask it to go back. */
export class EcsController implements Controller {
  readonly kind = 'ecs';
  readonly #aws: Aws;
  readonly #observers = new Map<string, Observer>();
  readonly #started = new Set<string>();

  constructor(aws: Aws) {
    this.#aws = aws;
  }

  start(plan: ReleasePlan, signal: AbortSignal): Promise<Start> {
    return startDeployment(this.#aws, plan, signal);
  }

  find(service: ServiceRef): Promise<Deployment | undefined> {
    return findInProgress(this.#aws, service);
  }

  latest(service: ServiceRef): Promise<Deployment | undefined> {
    return findLatest(this.#aws, service);
  }

  locate(service: ServiceRef, idOrArn: string): Promise<Deployment | undefined> {
    return locateDeployment(this.#aws, service, idOrArn);
  }

  observe(deployment: Deployment, signal?: AbortSignal): Promise<Snapshot> {
    let observer = this.#observers.get(deployment.deploymentId);
    if (observer === undefined) {
      const isSeenFromItsStart = this.#started.has(deployment.deploymentId);
      observer = new Observer(this.#aws, deployment, isSeenFromItsStart);
      this.#observers.set(deployment.deploymentId, observer);
    }
    return observer.look(signal);
  }

  async perform(move: Move, limits?: MoveLimits): Promise<void> {
    const { deployment } = move;
    const arn =
      deployment.serviceDeploymentArn ??
      this.#observers.get(deployment.deploymentId)?.deployment.serviceDeploymentArn ??
      (await findServiceDeploymentArn(this.#aws, deployment.service, deployment.deploymentId, {
        signal: limits?.signal,
      }));
    if (arn === undefined) throw new NotStoppable(deployment);
    switch (move.kind) {
      case 'stop-and-roll-back':
        await stopAndRollBack(this.#aws, arn, limits);
        return;
      case 'continue':
        await continueServiceDeployment(this.#aws, arn, move.hookId, 'CONTINUE', limits);
        return;
      case 'reject':
        await continueServiceDeployment(this.#aws, arn, move.hookId, 'ROLLBACK', limits);
        return;
      case 'end-termination-wait':
        throw new Error('ECS has no termination wait');
      default:
        move satisfies never;
    }
  }
}
