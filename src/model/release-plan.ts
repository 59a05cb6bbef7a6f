import type { PlannedCodeDeploy } from './codedeploy.ts';
import type { HookDefinition } from './hook-definition.ts';
import type { GateMoment, PlannedGate, RollbackPolicy } from './gate.ts';
import type { ApprovalMoment, Stage, Strategy } from './lifecycle.ts';
import type { PastOrigin } from './past-release.ts';
import type { PlannedHook, PlannedShift } from './planned-shift.ts';
import type { PromotedFrom } from './promoted-from.ts';
import type { Readiness } from './readiness.ts';
import type { PlannedScaling } from './scaling.ts';
import type { LeftSettings, ServiceMembers } from './service-members.ts';
import type { ServiceRef } from './service-ref.ts';
import type { Json } from './task-definition.ts';
import type { WayBack } from './way-back.ts';

/** One difference between what is registered and what is wanted; values that may be secret are never in it. */
export interface Difference {
  /** Where, in AWS's spelling: `containerDefinitions[web].image`. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
  /** The values differ but are not shown (environment values). */
  readonly masked: boolean;
}

/** Who makes sure that a bad release goes back, and how: what the plan says before anything starts. */
export type SafetyRule =
  | {
      readonly rule: 'circuit-breaker';
      readonly holder: 'aws';
      readonly rollsBack: boolean;
      readonly threshold?: number | undefined;
    }
  | {
      readonly rule: 'alarms';
      readonly holder: 'aws';
      readonly rollsBack: boolean;
      readonly names: readonly string[];
    }
  /** A pause for a person; `rollsBack`: when nobody has answered in time. */
  | {
      readonly rule: 'approval';
      readonly holder: 'aws';
      readonly rollsBack: boolean;
      readonly moment: ApprovalMoment;
      readonly timeoutInMinutes: number;
    }
  /** CodeDeploy goes back by itself on these events of its own: DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM, DEPLOYMENT_STOP_ON_REQUEST. */
  | {
      readonly rule: 'auto-rollback';
      readonly holder: 'aws';
      readonly rollsBack: true;
      readonly events: readonly string[];
    }
  | {
      readonly rule: 'start-failures' | 'crash-loop';
      readonly holder: 'ecsdeploy';
      readonly rollsBack: boolean;
      /** Only when a person says so. */
      readonly asks?: true | undefined;
      readonly count: number;
    }
  /** Another service of the same run fails, and all or none are to be released. */
  | { readonly rule: 'run-failed'; readonly holder: 'ecsdeploy'; readonly rollsBack: true }
  /** A gate of ours finds the new revision bad; `worstCase`: from bad to a rollback that was asked for. `aws`: it watches the same alarms. */
  | {
      readonly rule: 'gate';
      readonly holder: 'ecsdeploy' | 'aws';
      readonly rollsBack: boolean;
      /** Only when a person says so. */
      readonly asks?: true | undefined;
      readonly name: string;
      readonly moments: readonly GateMoment[];
      readonly worstCaseMilliseconds?: number | undefined;
    }
  /** A PAUSE hook holds the deployment until the gate has passed. */
  | {
      readonly rule: 'gate-hold';
      readonly holder: 'aws';
      readonly rollsBack: true;
      readonly name: string;
      readonly timeoutInMinutes: number;
    }
  | {
      readonly rule: 'timeout';
      readonly holder: 'ecsdeploy';
      readonly rollsBack: boolean;
      readonly afterMilliseconds: number;
    };

/** Strategy settings in our words; only what is configured is ever sent to AWS. */
export interface DeploymentSettings {
  readonly minimumHealthyPercent?: number | undefined;
  readonly maximumPercent?: number | undefined;
  readonly circuitBreaker?:
    | {
        readonly enable: boolean;
        readonly rollback: boolean;
        readonly resetOnHealthyTask?: boolean | undefined;
        readonly threshold?:
          | { readonly type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT'; readonly value: number }
          | undefined;
      }
    | undefined;
  readonly alarms?:
    { readonly names: readonly string[]; readonly enable: boolean; readonly rollback: boolean } | undefined;
  readonly bakeTimeInMinutes?: number | undefined;
  readonly healthCheckGracePeriodSeconds?: number | undefined;
  readonly strategy?: Strategy | undefined;
  /** Percent of traffic in the first shift, and minutes until the second; what is left out keeps its value. */
  readonly canary?:
    { readonly percent?: number | undefined; readonly bakeTimeInMinutes?: number | undefined } | undefined;
  /** Percent of traffic in each shift, and minutes between two. */
  readonly linear?:
    { readonly percent?: number | undefined; readonly bakeTimeInMinutes?: number | undefined } | undefined;
  /** A rolling deployment may succeed before its old tasks are gone. */
  readonly earlySuccess?:
    | {
        readonly enable: boolean;
        readonly healthyPercent?: number | undefined;
        readonly cleanup?: 'BLOCKING' | 'DEFERRED' | undefined;
      }
    | undefined;
  /** Lambda functions that AWS asks at stages. Instead of those that were there; pauses of others are kept. */
  readonly hooks?: readonly LambdaHook[] | undefined;
  /** Moments at which a person is asked; empty: none any more. Absent: as the service has it. */
  readonly approvals?: readonly Approval[] | undefined;
  /** Pauses that hold the deployment until gates have passed; empty: none any more. Absent: as the service has it. */
  readonly gatePauses?: readonly GatePause[] | undefined;
}

/** A function that AWS asks at some stages whether to go on. */
export interface LambdaHook {
  readonly functionArn: string;
  /** Role that lets ECS invoke it. */
  readonly roleArn: string;
  readonly stages: readonly Stage[];
  /** Handed to the function as it is. */
  readonly details?: Json | undefined;
  readonly timeoutInMinutes?: number | undefined;
  readonly onTimeout?: 'CONTINUE' | 'ROLLBACK' | undefined;
}

/** A pause for a person, and what AWS does when nobody has answered in time. */
export interface Approval {
  readonly moment: ApprovalMoment;
  /** 1 to 20160 (14 days). */
  readonly timeoutInMinutes: number;
  readonly onTimeout: 'CONTINUE' | 'ROLLBACK';
}

/** A pause at which nobody is asked: ecsdeploy lets it go on when these gates have passed, and AWS rolls back when nobody does in time. */
export interface GatePause {
  readonly stage: Stage;
  /** Their names. */
  readonly gates: readonly string[];
  /** 1 to 20160 (14 days). */
  readonly timeoutInMinutes: number;
}

/** How one container's image changes. */
export interface ImageChange {
  readonly container: string;
  readonly before?: string | undefined;
  readonly after: string;
  readonly digest?: string | undefined;
  /** The name under which a person knows it, where `after` is pinned to a digest. */
  readonly tag?: string | undefined;
}

/** An image of a release, whether or not the container has it already. */
interface PlannedImage {
  readonly container: string;
  /** As it stands in the task definition. */
  readonly image: string;
  readonly digest?: string | undefined;
  readonly tag?: string | undefined;
}

/** How the commit of a release stands to the one that runs. */
export interface CommitOrder {
  readonly running?: string | undefined;
  readonly relation: 'same' | 'newer' | 'older' | 'diverged' | 'unknown';
}

/** What a service has again at the end of a way back, as it had it under the release that it goes back to. */
export interface RestoredSettings {
  /** From what it has now. */
  readonly differences: readonly Difference[];
  readonly left: readonly LeftSettings[];
}

/** A plain value: what is there (with the identities it relies on), what is wanted, how it gets there, how it goes back. */
export interface ReleasePlan {
  readonly action: 'deploy' | 'rollback' | 'resume' | 'abort';
  readonly service: ServiceRef;
  readonly account: string;
  readonly region: string;
  /** The strategy that brings it in, AWS's word. */
  readonly strategy: string;
  readonly current: {
    /** ARN; empty where it is not known what a deployment that is resumed replaces. */
    readonly taskDefinition: string;
    readonly deploymentId: string;
    /** ARN of the service deployment that was in progress, or the last one: a rollback leaves `deploymentId` as it was. */
    readonly serviceDeployment?: string | undefined;
    /** AWS's word for how far its deployment has come: COMPLETED where it was released to its end. Absent where nobody has asked. */
    readonly rolloutState?: string | undefined;
    /** What its revision was made from, as our tags on it say; absent where they were not read. */
    readonly origin?: PastOrigin | undefined;
    readonly desiredCount: number;
    readonly runningCount: number;
  };
  readonly target: {
    /** ARN of the revision, or undefined when it is still to be registered. */
    readonly taskDefinition?: string | undefined;
    readonly family: string;
    readonly images: readonly ImageChange[];
    /** What was asked for, and is brought in where it differs; absent: nothing was. */
    readonly asked?: readonly PlannedImage[] | undefined;
    readonly commit?: string | undefined;
    /** First line of its message. */
    readonly subject?: string | undefined;
    /** What runs now, and how the commit stands to it, where that was asked for. */
    readonly order?: CommitOrder | undefined;
    /** Expected digest of each container whose image is pinned or known. */
    readonly digests: Readonly<Record<string, string>>;
  };
  /** Where its images come from, if that is another environment. */
  readonly from?: PromotedFrom | undefined;
  /** What UpdateService will carry besides the revision. */
  readonly update: {
    readonly force: boolean;
    readonly settings: DeploymentSettings;
    /** Hooks that the service is to have instead of its own; those of `settings` take the place of ours among them. */
    readonly lifecycleHooks?: readonly HookDefinition[] | undefined;
    /** What the service is to have again as it was; absent: nothing. */
    readonly members?: ServiceMembers | undefined;
  };
  readonly differences: readonly Difference[];
  /** Deployment settings that will be sent, as difference to the live service; of a way back: what it does without, as difference to `restored`. */
  readonly settings: readonly Difference[];
  /** How AWS moves the traffic, and what holds it on the way; absent where it shifts none. */
  readonly shift?: PlannedShift | undefined;
  readonly hooks?: readonly PlannedHook[] | undefined;
  /** Where CodeDeploy is the deployment controller. */
  readonly codeDeploy?: PlannedCodeDeploy | undefined;
  /** What may scale the service meanwhile; absent where it does not matter, and nobody asked. */
  readonly scaling?: PlannedScaling | undefined;
  /** What is measured, when, and what it costs in time; absent: no gate is configured. */
  readonly gates?: readonly PlannedGate[] | undefined;
  /** How long the release is watched after AWS has called it successful. */
  readonly watchForMilliseconds?: number | undefined;
  /** The same, with what gates may be measuring at its end, which is waited for; absent: none measures then. */
  readonly watchForAtMostMilliseconds?: number | undefined;
  /** Who decides that a failed release goes back; absent: nobody was asked (a rollback is itself the way back). */
  readonly rollbackPolicy?: RollbackPolicy | undefined;
  /** Of a rollback: to what, by which mechanism, and what that costs. */
  readonly wayBack?: WayBack | undefined;
  /** Of a rollback: what of the service goes back with the release. */
  readonly restored?: RestoredSettings | undefined;
  /** Whether the service could go back after this release, to what serves now; absent: nobody has looked. */
  readonly readiness?: Readiness | undefined;
  readonly steps: readonly PlanStep[];
  readonly safety: readonly SafetyRule[];
  readonly timeoutMilliseconds: number;
  /** The part of that time in which AWS only waits, as configured: bakes, and the delays of Network Load Balancers. */
  readonly plannedWaitMilliseconds?: number | undefined;
}

export type PlanStep =
  | { readonly kind: 'create-repository'; readonly repository: string; readonly undo: 'none-needed' }
  | { readonly kind: 'build-and-push'; readonly reference: string; readonly undo: 'none-needed' }
  | { readonly kind: 'register'; readonly undo: 'none-needed' }
  | { readonly kind: 'update-service'; readonly force: boolean; readonly undo: 'stop-and-roll-back' }
  | { readonly kind: 'create-deployment-config'; readonly name: string; readonly undo: 'none-needed' }
  | { readonly kind: 'create-deployment'; readonly undo: 'stop-and-roll-back' }
  | { readonly kind: 'stop-and-roll-back'; readonly deploymentId: string }
  | { readonly kind: 'adopt'; readonly deploymentId: string }
  | { readonly kind: 'follow' }
  | { readonly kind: 'verify' }
  | { readonly kind: 'nothing' };
