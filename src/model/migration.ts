import type { CodeDeployGroup, TrafficRouting } from './codedeploy.ts';
import type { LifecycleEvent, Stage } from './lifecycle.ts';
import type { DeploymentSettings } from './release-plan.ts';
import type { ServiceRef } from './service-ref.ts';
import type { Json } from './task-definition.ts';

/** What it takes to move one service from CodeDeploy to the strategies of ECS itself. Nothing of it has happened. */
export interface Migration {
  readonly service: ServiceRef;
  readonly region: string;
  readonly account: string;
  readonly group: CodeDeployGroup;
  /** How traffic moves today, with the name of the deployment configuration; ecsdeploy.yml may say it without one. */
  readonly from: { readonly configuration?: string | undefined; readonly routing: TrafficRouting };
  /** The same in the words of ECS: what `ecsdeploy.yml` says afterwards. */
  readonly settings: DeploymentSettings;
  readonly targetGroups: {
    /** The one that serves now; ECS calls it `targetGroupArn`. */
    readonly serving: NamedTargetGroup;
    readonly alternate: NamedTargetGroup;
  };
  readonly listeners: readonly MovedListener[];
  readonly roles: readonly RoleToCreate[];
  /** The input of `aws ecs update-service`, in AWS's spelling. */
  readonly updateService: Readonly<Record<string, Json>>;
  readonly hooks: MovedHooks;
  /** What has to end first; AWS refuses the update until then. */
  readonly blockers: readonly MigrationBlocker[];
  readonly differences: readonly MigrationDifference[];
}

export interface NamedTargetGroup {
  readonly name: string;
  readonly arn: string;
}

/** A listener of the group, and the rule of it that ECS is to change from now on. */
export interface MovedListener {
  readonly purpose: 'production' | 'test';
  readonly loadBalancer: 'application' | 'network';
  /** ARN. */
  readonly listener: string;
  /** ARN that `advancedConfiguration` takes: of the rule, or of the listener of a Network Load Balancer. */
  readonly rule: string;
  /** A default rule is changed by ModifyListener, any other by ModifyRule. */
  readonly isDefault: boolean;
  /** Actions in AWS's spelling; absent: the rule stands as ECS wants it. */
  readonly change?: { readonly before: readonly Json[]; readonly after: readonly Json[] } | undefined;
}

/** A role that ECS takes, which CodeDeploy's own service role does not replace. */
export interface RoleToCreate {
  readonly purpose: 'load-balancer' | 'hooks';
  readonly name: string;
  readonly arn: string;
  /** The service that may assume it. */
  readonly trusts: 'ecs.amazonaws.com';
  /** Of AWS; absent: it needs `invokes`. */
  readonly managedPolicyArn?: string | undefined;
  /** ARNs of functions that it has to be able to invoke. */
  readonly invokes?: readonly string[] | undefined;
}

/** Functions of the AppSpec and the stages of ECS at which they belong. */
export type MovedHooks =
  | { readonly known: true; readonly hooks: readonly MovedHook[] }
  /** The AppSpec could not be read: there was no deployment yet, or it is kept elsewhere (S3, GitHub). */
  | { readonly known: false; readonly because: 'no-deployment' | 'not-inline' | 'unreadable' };

export interface MovedHook {
  readonly event: LifecycleEvent;
  readonly stage: Stage;
  readonly functionArn: string;
}

export type MigrationBlocker =
  /** AWS: the deployment controller cannot be changed during a deployment. */
  | { readonly kind: 'deployment-in-progress'; readonly deployment: string }
  /** AWS: "not supported when there are multiple tasksets in the service". */
  | { readonly kind: 'several-task-sets'; readonly taskSets: readonly string[] };

/** What is not the same afterwards. */
export type MigrationDifference =
  /** ECS waits a day at most. */
  | {
      readonly kind: 'wait-shortened';
      readonly wait: 'bake' | 'canary' | 'linear';
      readonly fromMinutes: number;
      readonly toMinutes: number;
    }
  /** The old tasks were kept for good; ECS ends them after the bake. */
  | { readonly kind: 'old-tasks-not-kept'; readonly bakeInMinutes: number }
  /** Steps of ECS are 3 percent at least. */
  | { readonly kind: 'step-raised'; readonly fromPercent: number; readonly toPercent: number }
  /** An alarm that rings at the start stops a deployment of CodeDeploy, and turns alarms off for one of ECS. */
  | { readonly kind: 'ringing-alarm-ignored'; readonly alarms: readonly string[] }
  /** Alarms that the group has, but does not watch. */
  | { readonly kind: 'alarms-left-out'; readonly alarms: readonly string[] }
  /** The group says what happens when CloudWatch cannot be asked; ECS has no such setting. */
  | { readonly kind: 'poll-failure-unsaid'; readonly ignoredToday: boolean }
  /** The group went back by itself on fewer occasions. */
  | { readonly kind: 'goes-back-more-often'; readonly on: 'failure' | 'alarm' }
  /** CodeDeploy gives new tasks an hour; the circuit breaker counts failed tasks, and a stage may take a day. */
  | { readonly kind: 'no-hour-for-install' }
  | { readonly kind: 'hook-contract'; readonly functions: readonly string[] }
  /** Hooks belong to the service, no longer to one deployment. */
  | { readonly kind: 'hooks-of-the-service' }
  /** BeforeAllowTraffic is asked once; its stage comes before each step. */
  | { readonly kind: 'hook-before-each-step'; readonly functions: readonly string[] }
  /** When nobody has answered, CodeDeploy stops and leaves the new tasks; ECS goes back and ends them. */
  | { readonly kind: 'unanswered-goes-back'; readonly timeoutInMinutes: number }
  /** CodeDeploy changes all rules of a listener that lead to the pair; ECS only the one that it is told. */
  | { readonly kind: 'one-rule' }
  /** Behind a Network Load Balancer each shift takes ten minutes longer. */
  | { readonly kind: 'network-delay' }
  /** Notifications that are bound to the group. */
  | { readonly kind: 'triggers-stay'; readonly triggers: readonly string[] }
  /** What CodeDeploy has released is no history of ECS: a rollback knows only what comes from now on. */
  | { readonly kind: 'history-begins-anew' };
