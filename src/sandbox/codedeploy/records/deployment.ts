import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  DeploymentCreator,
  DeploymentStatus,
  ErrorInformation,
  RollbackInfo,
} from '@aws-sdk/client-codedeploy';
import type { DeploymentConfigRecord } from './deployment-config.ts';
import type { DeploymentGroupRecord, GroupSettings } from './deployment-group.ts';
import type { DeploymentRun } from './deployment-run.ts';
import type { HookExecution, LifecycleEventRecord } from './lifecycle-event.ts';
import type { RevisionRecord } from './revision.ts';

/** What a deployment that neither runs nor has ended waits for. */
export type DeploymentWait =
  /** Status Ready: for ContinueDeployment until then, in milliseconds since the epoch. */
  | { readonly type: 'READY_WAIT'; readonly until: number }
  /** Status InProgress, every event Succeeded: until the blue tasks may go. */
  | { readonly type: 'TERMINATION_WAIT'; readonly until: number };

/** One of the two task sets of a deployment, as its target shows it. */
interface DeploymentTaskSet {
  /** `ecs-svc/<digits>` */
  readonly id: string;
  readonly label: 'Blue' | 'Green';
  readonly targetGroupName: string;
  /** What the production listener was last told to give it, in percent. */
  trafficWeight: number;
}

/** A deployment of CodeDeploy, `d-XXXXXXXXX`. All times are milliseconds since the epoch. */
export interface CodeDeployDeployment {
  readonly id: string;
  readonly group: DeploymentGroupRecord;
  /** As the group was when it began. */
  readonly settings: GroupSettings;
  readonly config: DeploymentConfigRecord;
  readonly revision: RevisionRecord;
  /** Of the last successful deployment of the group before it. */
  readonly previousRevision: RevisionRecord | undefined;
  readonly description: string | undefined;
  readonly creator: DeploymentCreator;
  /** The group's, unless the deployment has its own. */
  readonly autoRollback: AutoRollbackConfiguration | undefined;
  /** Instead of the group's alarms, for this deployment only. */
  readonly overrideAlarms: AlarmConfiguration | undefined;
  readonly createdAt: number;
  startedAt?: number;
  completedAt?: number;
  /** When its target last changed. */
  updatedAt: number;
  status: DeploymentStatus;
  wait?: DeploymentWait;
  /** `instanceTerminationWaitTimeStarted` */
  terminationWaitStarted: boolean;
  error?: ErrorInformation;
  rollbackInfo?: RollbackInfo;
  readonly lifecycleEvents: readonly LifecycleEventRecord[];
  /** By execution id. */
  readonly hookExecutions: Map<string, HookExecution>;
  /** Blue first; green once it exists. */
  taskSets: DeploymentTaskSet[];
  /** While it has not ended: what its engine remembers. */
  run?: DeploymentRun;
}

/** Whether its target can be looked at. */
export function hasStarted({ status }: CodeDeployDeployment): boolean {
  return status !== 'Created' && status !== 'Queued';
}

/** Whether nothing can become of it any more. */
export function hasEnded({ status }: CodeDeployDeployment): boolean {
  return status === 'Succeeded' || status === 'Failed' || status === 'Stopped';
}
