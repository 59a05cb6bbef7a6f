import type { CodeDeployGroup } from './codedeploy.ts';
import type { DeploymentStatus, ServiceEvent } from './deployment.ts';
import type { LifecycleHook, PendingApproval, Shift } from './lifecycle.ts';
import type { ScalableTarget, SuspendedScaling } from './scaling.ts';
import type { ServiceRef } from './service-ref.ts';

/** How a service stands: what `ecsdeploy status` shows. */
export interface StatusReport {
  readonly service: ServiceRef;
  /** When it was looked at, in milliseconds since the epoch. */
  readonly at: number;
  readonly account: string;
  readonly region: string;
  /** ACTIVE | DRAINING */
  readonly status: string;
  /** ECS | CODE_DEPLOY | EXTERNAL, and the strategy of an ECS one, or the deployment configuration of the group. */
  readonly controller: string;
  readonly strategy: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly taskDefinition: string;
  readonly containers: readonly {
    readonly name: string;
    readonly image?: string | undefined;
    /** The name that its image had for people when the revision was registered. */
    readonly tag?: string | undefined;
    /** What its running tasks report; several while a deployment is in progress. */
    readonly digests: readonly string[];
  }[];
  /** From the tag `ecsdeploy:commit` of the revision. */
  readonly commit?: string | undefined;
  readonly deployments: readonly {
    readonly id: string;
    /** PRIMARY | ACTIVE */
    readonly status: string;
    readonly taskDefinition: string;
    readonly desired: number;
    readonly running: number;
    readonly pending: number;
    readonly failedTasks: number;
    readonly rolloutState?: string | undefined;
    readonly rolloutStateReason?: string | undefined;
    readonly createdAt: number;
  }[];
  /** The service deployment that is in progress, or the last one; under CodeDeploy its own, by id in place of an ARN. */
  readonly lastDeployment?:
    | {
        readonly arn: string;
        readonly status: DeploymentStatus;
        readonly statusReason?: string | undefined;
        readonly createdAt: number;
        readonly finishedAt?: number | undefined;
        /** The group that CodeDeploy brings it in with. */
        readonly codeDeploy?: CodeDeployGroup | undefined;
        /** `d-…`, the deployment by which CodeDeploy takes it back. */
        readonly rollbackDeployment?: string | undefined;
        /** Where it has got to while it is in progress, if AWS shifts its traffic. */
        readonly shift?: Shift | undefined;
        /** Hooks of the stage that it is in. */
        readonly hooks?: readonly LifecycleHook[] | undefined;
        /** Pauses that hold it until a person answers, the one that ends first before the others. */
        readonly approvals?: readonly PendingApproval[] | undefined;
      }
    | undefined;
  /** What may scale the service; absent where nothing does, and for ROLLING, where it does not matter. */
  readonly scaling?: ScalableTarget | undefined;
  /** Autoscaling is suspended for a release; this is what was suspended before, and is restored. Absent: no note says so. */
  readonly scalingSuspended?: { readonly before: SuspendedScaling; readonly at: number } | undefined;
  readonly safety: {
    readonly circuitBreaker: { readonly enable: boolean; readonly rollback: boolean };
    readonly alarms: readonly string[];
    /** Of CodeDeploy: events on which the group goes back by itself; absent under ECS. */
    readonly autoRollback?: readonly string[] | undefined;
    readonly minimumHealthyPercent: number;
    readonly maximumPercent: number;
  };
  /** Targets per state and reason, for each target group. */
  readonly targetGroups: readonly {
    readonly arn: string;
    readonly targets: readonly {
      readonly id: string;
      readonly state: string;
      readonly reason?: string | undefined;
      readonly description?: string | undefined;
    }[];
  }[];
  /** The newest events, newest first. */
  readonly events: readonly ServiceEvent[];
  /** What could not be read, and why. */
  readonly missing: readonly { readonly what: string; readonly error: string }[];
}
