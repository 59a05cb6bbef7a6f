import type { World } from '../../world.ts';
import type { LoadBalancer } from '../listener.ts';
import { recordRequest } from './record-request.ts';
import type { RequestOutcome } from './request-outcome.ts';

/** Takes down what became of one request: the first word holds. */
export class RequestMeter {
  readonly #world: World;
  readonly #loadBalancer: LoadBalancer;
  readonly #speed: number;
  #isSettled = false;
  #chosen: { readonly targetGroupArn: string; readonly at: number } | undefined;

  /** `speed`: sandbox seconds in a second. */
  constructor(world: World, loadBalancer: LoadBalancer, speed: number) {
    this.#world = world;
    this.#loadBalancer = loadBalancer;
    this.#speed = speed;
  }

  /** The request goes to a target of this group now. */
  chosen(targetGroupArn: string): void {
    this.#chosen = { targetGroupArn, at: performance.now() };
  }

  /** The target has answered; without a latency, in sandbox milliseconds, the time since it was chosen counts. */
  answered(status: number, latency?: number): void {
    if (this.#chosen === undefined) return;
    const { targetGroupArn, at } = this.#chosen;
    const measured = latency ?? rounded((performance.now() - at) * this.#speed);
    this.#settle({ kind: 'answered', targetGroupArn, status, latency: measured });
  }

  /** The load balancer has answered itself, in the place of the target if one was chosen. */
  own(status: number): void {
    this.#settle(
      this.#chosen === undefined
        ? { kind: 'own', status }
        : { kind: 'unanswered', targetGroupArn: this.#chosen.targetGroupArn, status },
    );
  }

  #settle(outcome: RequestOutcome): void {
    if (this.#isSettled || this.#loadBalancer.type !== 'application') return;
    this.#isSettled = true;
    recordRequest(this.#world, this.#loadBalancer.arn, outcome);
  }
}

/** To a tenth of a millisecond, and three digits: more would make every value one of its own, which is kept as such. */
function rounded(milliseconds: number): number {
  return Number((Math.round(milliseconds * 10) / 10).toPrecision(3));
}
