import type { Aws } from '../../aws/aws.ts';
import { stopAndRollBack } from '../../aws/service-deployments.ts';
import type { Deployment, Move, Snapshot } from '../../model/deployment.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import type { Controller, Start } from '../controller.ts';
import { findInProgress, locateDeployment } from './find-deployment.ts';
import { Observer } from './observer.ts';
import { startDeployment } from './start-deployment.ts';

/** The ECS deployment controller: AWS takes every step, we start, look, and may ask it to go back. */
export class EcsController implements Controller {
  readonly #aws: Aws;
  readonly #observers = new Map<string, Observer>();

  constructor(aws: Aws) {
    this.#aws = aws;
  }

  start(plan: ReleasePlan): Promise<Start> {
    return startDeployment(this.#aws, plan);
  }

  find(service: ServiceRef): Promise<Deployment | undefined> {
    return findInProgress(this.#aws, service);
  }

  locate(service: ServiceRef, idOrArn: string): Promise<Deployment | undefined> {
    return locateDeployment(this.#aws, service, idOrArn);
  }

  observe(deployment: Deployment, signal?: AbortSignal): Promise<Snapshot> {
    let observer = this.#observers.get(deployment.deploymentId);
    if (observer === undefined) {
      observer = new Observer(this.#aws, deployment);
      this.#observers.set(deployment.deploymentId, observer);
    }
    return observer.look(signal);
  }

  async perform(move: Move): Promise<void> {
    const arn =
      move.deployment.serviceDeploymentArn ??
      this.#observers.get(move.deployment.deploymentId)?.deployment.serviceDeploymentArn;
    // The move is legal only where the snapshot offered it, and it is offered only with an ARN.
    if (arn === undefined)
      throw new TypeError(`no service deployment ARN for ${move.deployment.deploymentId}`);
    await stopAndRollBack(this.#aws, arn);
  }
}
