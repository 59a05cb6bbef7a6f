import type { Aws } from '../../aws/aws.ts';
import { continueCodeDeployDeployment, stopCodeDeployDeployment } from '../../aws/codedeploy-deployments.ts';
import type { Deployment, Move, Snapshot } from '../../model/deployment.ts';
import { EcsdeployError } from '../../model/error.ts';
import { readyWait, terminationWait } from '../../model/lifecycle.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import type { Controller, MoveLimits, Start } from '../controller.ts';
import { findInProgress, findLatest, locateDeployment } from './find-deployment.ts';
import { findGroup, type FoundGroup, type GroupHints } from './find-group.ts';
import { Observer } from './observer.ts';
import { startDeployment } from './start-deployment.ts';

/** Of CodeDeploy only the wait before traffic moves can be answered: its functions answer themselves. */
class NotAnswerable extends EcsdeployError {
  constructor(hookId: string, { deploymentId }: Deployment) {
    super({
      code: 'refused.not_a_pause',
      message: `${hookId} of ${deploymentId} waits for a Lambda function, and for nobody's approval`,
      suggestions: ['Its function answers it, or CodeDeploy gives it up after an hour.'],
      details: { deployment: deploymentId, hook: hookId },
    });
  }
}

/** CodeDeploy takes every step; we start, look, end its waits, and may ask it to go back. */
export class CodeDeployController implements Controller {
  readonly kind = 'codedeploy';
  readonly #aws: Aws;
  readonly #hints: GroupHints;
  readonly #observers = new Map<string, Observer>();
  #group: Promise<FoundGroup> | undefined;

  /** @param hints of the one service that it releases to */
  constructor(aws: Aws, hints: GroupHints) {
    this.#aws = aws;
    this.#hints = hints;
  }

  /** The group of the service, looked for once. @throws what `findGroup` throws */
  async group(service: ServiceRef): Promise<FoundGroup> {
    this.#group ??= findGroup(this.#aws, service, this.#hints);
    try {
      return await this.#group;
    } catch (error) {
      this.#group = undefined;
      throw error;
    }
  }

  start(plan: ReleasePlan, signal: AbortSignal): Promise<Start> {
    return startDeployment(this.#aws, plan, signal);
  }

  async find(service: ServiceRef): Promise<Deployment | undefined> {
    return await findInProgress(this.#aws, service, (await this.group(service)).state);
  }

  async latest(service: ServiceRef): Promise<Deployment | undefined> {
    return await findLatest(this.#aws, service, (await this.group(service)).state);
  }

  async locate(service: ServiceRef, idOrArn: string): Promise<Deployment | undefined> {
    return await locateDeployment(this.#aws, service, (await this.group(service)).state, idOrArn);
  }

  observe(deployment: Deployment, signal?: AbortSignal): Promise<Snapshot> {
    return this.#observerOf(deployment).look(signal);
  }

  async perform(move: Move, limits?: MoveLimits): Promise<void> {
    const { deployment } = move;
    const { deploymentId } = deployment;
    switch (move.kind) {
      case 'stop-and-roll-back':
      case 'reject':
        // Also where no answer comes: it may have been heard.
        this.#observerOf(deployment).askedToGoBack();
        await stopCodeDeployDeployment(this.#aws, deploymentId, limits);
        return;
      case 'continue':
        if (move.hookId !== readyWait) throw new NotAnswerable(move.hookId, deployment);
        await continueCodeDeployDeployment(this.#aws, deploymentId, readyWait, limits);
        return;
      case 'end-termination-wait':
        await continueCodeDeployDeployment(this.#aws, deploymentId, terminationWait, limits);
        return;
      default:
        move satisfies never;
    }
  }

  #observerOf(deployment: Deployment): Observer {
    let observer = this.#observers.get(deployment.deploymentId);
    if (observer === undefined) {
      observer = new Observer(this.#aws, deployment);
      this.#observers.set(deployment.deploymentId, observer);
    }
    return observer;
  }
}
