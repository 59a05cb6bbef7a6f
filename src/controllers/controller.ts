import type { Deployment, Move, Snapshot } from '../model/deployment.ts';
import type { Milliseconds } from '../model/duration.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import type { ServiceRef } from '../model/service-ref.ts';

/**
 * Who brings a new revision in, in ECS's own word. It holds no loop, timer or output: it says what is, and which moves are
 * legal now; the loop in `release/follow.ts` decides, and one move is one idempotent call.
 */
export interface Controller {
  /** Whose words its plans and looks use: ECS's own, or CodeDeploy's. */
  readonly kind: 'ecs' | 'codedeploy';
  /**
   * Starts the planned deployment, or adopts our own earlier start instead of starting twice. The signal ends the wait before
   * anything was sent.
   */
  start(plan: ReleasePlan, signal: AbortSignal): Promise<Start>;
  /** The deployment in progress, whoever started it. */
  find(service: ServiceRef): Promise<Deployment | undefined>;
  /** The newest deployment that AWS remembers, ended or not. */
  latest(service: ServiceRef): Promise<Deployment | undefined>;
  /** A deployment of this service by AWS's id or ARN, also after its end; undefined when AWS does not know it. */
  locate(service: ServiceRef, idOrArn: string): Promise<Deployment | undefined>;
  /** One look, reads only. A call that fails is not repeated here: the loop looks again. */
  observe(deployment: Deployment, signal?: AbortSignal): Promise<Snapshot>;
  /**
   * @param limits of whoever has to leave; without them it is asked for as long as `call` does
   * @throws AwsRejected where it came too late: the deployment has ended, or the pause is over. The next look says how; the signal's reason
   */
  perform(move: Move, limits?: MoveLimits): Promise<void>;
}

/** How long a move is asked for. Giving up does not take back what AWS has heard. */
export interface MoveLimits {
  readonly signal?: AbortSignal | undefined;
  /** For one answer. */
  readonly answerWithin?: Milliseconds | undefined;
}

/** What came of starting. */
export type Start =
  | { readonly kind: 'started' | 'adopted'; readonly deployment: Deployment }
  /** The settings changed, but nothing that makes AWS start a deployment. */
  | { readonly kind: 'no-deployment' };
