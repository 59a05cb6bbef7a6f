import type { Json } from './task-definition.ts';

/** A deployment group, by which CodeDeploy knows one ECS service. */
export interface CodeDeployGroup {
  readonly application: string;
  readonly group: string;
}

/**
 * How the group of a service was found: it was named, has the names that AWS's console gives, has made the service's newest task
 * set, or names the service among all groups of the account.
 */
export type GroupFoundBy = 'configuration' | 'default-names' | 'last-deployment' | 'search';

/**
 * How CodeDeploy moves traffic, in its own words (`trafficRoutingConfig`).
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TrafficRoutingConfig.html
 */
export type TrafficRouting =
  | { readonly type: 'AllAtOnce' }
  /** So much first, in percent; all of it after so many minutes. */
  | { readonly type: 'TimeBasedCanary'; readonly percent: number; readonly intervalInMinutes: number }
  /** So much more each time, in percent, every so many minutes. */
  | { readonly type: 'TimeBasedLinear'; readonly percent: number; readonly intervalInMinutes: number };

/** What a configuration or a flag says of releases through CodeDeploy; whatever is left out is found or keeps its value. */
export interface CodeDeploySettings {
  readonly application?: string | undefined;
  readonly group?: string | undefined;
  /** Name of a deployment configuration: `CodeDeployDefault.ECSCanary10Percent5Minutes`. */
  readonly configuration?: string | undefined;
  /** Instead of a name: the configuration that moves traffic so is found, or created. */
  readonly routing?: TrafficRouting | undefined;
  /** An AppSpec to patch instead of one that is made; as it was read. */
  readonly appSpec?: Json | undefined;
  /** Lambda functions, name or ARN, by lifecycle event. */
  readonly hooks?: Readonly<Record<string, string>> | undefined;
}

/** How CodeDeploy will bring a release in: the part of a plan that only its deployment controller has. */
export interface PlannedCodeDeploy extends CodeDeployGroup {
  readonly foundBy: GroupFoundBy;
  readonly configuration: {
    readonly name: string;
    readonly routing: TrafficRouting;
    /** It does not exist yet, and will be created. */
    readonly isNew: boolean;
  };
  /** The AppSpec with the placeholder `<TASK_DEFINITION>` where the revision is still to be registered. */
  readonly appSpec: Readonly<Record<string, Json>>;
  /** It was made from a file that was given, not from the service. */
  readonly isAppSpecGiven?: boolean | undefined;
  /** Whether it waits for somebody before traffic moves, and for how long. */
  readonly readyWaitInMinutes?: number | undefined;
  /** How long the old tasks stay after the last shift; absent where they are kept. */
  readonly terminationWaitInMinutes?: number | undefined;
  /** Alarms of the group are not to stop this one: a rollback at night. */
  readonly ignoresAlarms?: boolean | undefined;
  /** Alarms that stop this one, in place of the group's; absent: those of the group. */
  readonly alarms?: DeploymentAlarms | undefined;
  /** On which events this one is taken back, in place of the group's; absent: as the group has it. */
  readonly rollsBackOn?: readonly string[] | undefined;
}

/** What CodeDeploy watches for one deployment. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html */
export interface DeploymentAlarms {
  /** At most ten. Empty: none. */
  readonly names: readonly string[];
  /** It goes on when CloudWatch cannot be asked. */
  readonly ignoresPollFailure: boolean;
}
