import type { CodeDeployGroup } from './codedeploy.ts';
import type { LifecycleHook, Shift } from './lifecycle.ts';
import type { ServiceRef } from './service-ref.ts';

/** One deployment, by AWS's own identity. Every verdict is about this one, never about "the service". */
export interface Deployment {
  readonly service: ServiceRef;
  /** ARN of the ECS service deployment, once AWS shows one. */
  readonly serviceDeploymentArn?: string | undefined;
  /** ARN of the service revision that it brings in. */
  readonly serviceRevisionArn?: string | undefined;
  /** `ecs-svc/1122334455667788990`: the id in `deployments[]` and in a task's `startedBy`; `d-A1B2C3D4E` of CodeDeploy. */
  readonly deploymentId: string;
  /** The group that CodeDeploy brings it in with; absent where ECS does it. */
  readonly codeDeploy?: CodeDeployGroup | undefined;
  /** Of CodeDeploy: `ecs-svc/…` of the task set that it has created, once AWS shows it; the id in a task's `startedBy`. */
  readonly taskSet?: string | undefined;
  /** ARN of the task definition revision it brings in. */
  readonly taskDefinition: string;
  /** Milliseconds since the epoch, AWS's clock. */
  readonly createdAt: number;
  /** When AWS ended it, where it had ended already when it was found. */
  readonly endedAt?: number | undefined;
}

/**
 * AWS's ServiceDeploymentStatus in our words; `gone`: AWS no longer knows it, `unknown`: a status newer than this program,
 * treated as in progress. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
 */
export type DeploymentStatus =
  | 'pending'
  | 'in-progress'
  | 'stopping'
  | 'stopped'
  | 'rollback-requested'
  | 'rolling-back'
  | 'rolled-back'
  | 'rollback-failed'
  | 'successful'
  /** It failed, and nothing goes back by itself: only CodeDeploy has this. */
  | 'failed'
  | 'gone'
  | 'unknown';

/** Statuses after which AWS does nothing more. */
export const endStatuses: ReadonlySet<DeploymentStatus> = new Set([
  'stopped',
  'rolled-back',
  'rollback-failed',
  'successful',
  'failed',
  'gone',
]);

/** The tasks of one revision, as AWS counts them. */
export interface RevisionCounts {
  readonly taskDefinition: string;
  readonly requested: number;
  readonly running: number;
  readonly pending: number;
}

/** A task of the new revision that ended, grouped evidence for diagnosis. Kept while waiting: AWS forgets it after an hour. */
export interface StoppedTask {
  readonly taskArn: string;
  readonly stopCode?: string | undefined;
  readonly stoppedReason?: string | undefined;
  readonly stoppedAt?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly containers: readonly StoppedContainer[];
}

export interface StoppedContainer {
  readonly name: string;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
}

/** A line from the service's event list, AWS's own words. */
export interface ServiceEvent {
  readonly id: string;
  readonly at: number;
  readonly message: string;
}

export type Phase =
  | 'requested'
  | 'starting-tasks'
  | 'waiting-for-health'
  | 'draining-old-tasks'
  | 'shifting-traffic'
  | 'waiting-for-hooks'
  | 'waiting-for-approval'
  | 'baking'
  | 'rolling-back'
  | 'stopping'
  | 'ended';

/** Everything one look at AWS says about one deployment. */
export interface Snapshot {
  /** When the look was taken, by this machine's clock, in milliseconds since the epoch. */
  readonly at: number;
  readonly deployment: Deployment;
  readonly status: DeploymentStatus;
  readonly statusReason?: string | undefined;
  /** Of CodeDeploy, which says so: a person or a program has stopped it, and neither an alarm nor a failure. */
  readonly isStoppedBySomebody?: boolean | undefined;
  /** When AWS ended it, by AWS's clock. */
  readonly finishedAt?: number | undefined;
  /** Of CodeDeploy: `d-…`, the deployment of its own that takes this one back. */
  readonly rollbackDeployment?: string | undefined;
  readonly phase: Phase;
  readonly desired: number;
  readonly target: RevisionCounts;
  /** Where AWS shifts traffic; absent for ROLLING. */
  readonly shift?: Shift | undefined;
  /** Hooks of the stage that it is in; absent where there are none. */
  readonly hooks?: readonly LifecycleHook[] | undefined;
  /** The revisions that are being replaced. */
  readonly sources: readonly RevisionCounts[];
  /** Launches and health checks of the new revision that failed, AWS's count. */
  readonly failedTasks: number;
  readonly circuitBreaker: {
    readonly status: 'disabled' | 'watching' | 'triggered' | 'done';
    readonly threshold?: number;
  };
  readonly alarms: {
    readonly status: 'disabled' | 'watching' | 'triggered' | 'done';
    readonly names: readonly string[];
    readonly triggered: readonly string[];
  };
  /** What the service calls its PRIMARY deployment now. */
  readonly primary?:
    | { readonly deploymentId: string; readonly taskDefinition: string; readonly createdAt: number }
    | undefined;
  /** Another deployment that came after ours and took its place; without names where AWS shows it no more. */
  readonly supersededBy?:
    { readonly deploymentId?: string | undefined; readonly taskDefinition?: string | undefined } | undefined;
  /** Events that no earlier look of this process has shown, oldest first. */
  readonly events: readonly ServiceEvent[];
  /** Tasks of the new revision that ended and that no earlier look has shown. */
  readonly stoppedTasks: readonly StoppedTask[];
  /** Why the evidence of stopped tasks is incomplete, if it is. */
  readonly evidenceMissing?: string | undefined;
  /** What may be done now; the loop decides whether to. */
  readonly moves: readonly Move[];
}

/** One idempotent call that changes the world. */
export type Move =
  | { readonly kind: 'stop-and-roll-back'; readonly deployment: Deployment }
  /** A PAUSE hook that waits is answered: go on, or go back. */
  | { readonly kind: 'continue' | 'reject'; readonly deployment: Deployment; readonly hookId: string }
  /** All traffic is on the new revision, and CodeDeploy only waits before it ends the old tasks: that wait is cut short. */
  | { readonly kind: 'end-termination-wait'; readonly deployment: Deployment };
