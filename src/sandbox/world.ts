import type { ImageBehaviours } from './engine/image-behaviour.ts';
import type { Outside } from './engine/outside.ts';
import type { Random } from './engine/random.ts';
import type { Timeline } from './engine/timeline.ts';
import type { AutoscalingState } from './application-autoscaling/state.ts';
import type { CloudWatchState } from './cloudwatch/state.ts';
import type { CodeDeployState } from './codedeploy/state.ts';
import type { EcrState } from './ecr/state.ts';
import type { EcsState } from './ecs/state.ts';
import type { Elbv2State } from './elbv2/state.ts';
import type { EventBridgeState } from './eventbridge/state.ts';
import type { IamState } from './iam/state.ts';
import type { LambdaState } from './lambda/state.ts';
import type { LogsState } from './logs/state.ts';
import type { Runtimes } from './runtime/runtimes.ts';
import type { S3State } from './s3/state.ts';
import type { SchedulerState } from './scheduler/state.ts';
import type { SecretsManagerState } from './secretsmanager/state.ts';
import type { SsmState } from './ssm/state.ts';

/** One account in one region: everything an operation may read or change. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly settings: WorldSettings;
  readonly timeline: Timeline;
  /** Where real containers and real targets come in. */
  readonly outside: Outside;
  readonly random: Random;
  /** Who runs the containers of new tasks. */
  readonly runtimes: Runtimes;
  readonly behaviours: ImageBehaviours;
  readonly autoscaling: AutoscalingState;
  readonly cloudwatch: CloudWatchState;
  readonly codedeploy: CodeDeployState;
  readonly ecr: EcrState;
  readonly ecs: EcsState;
  readonly elbv2: Elbv2State;
  readonly eventBridge: EventBridgeState;
  /** Roles and their policies: one for all regions, as IAM is. */
  readonly iam: IamState;
  /** The functions that hooks call, of all regions: an ARN says which one it is in. */
  readonly lambda: LambdaState;
  readonly logs: LogsState;
  /** Where an AppSpec can be, of all regions. */
  readonly s3: S3State;
  readonly scheduler: SchedulerState;
  readonly secretsManager: SecretsManagerState;
  readonly ssm: SsmState;
}

interface WorldSettings {
  /** How long a just-created service stays invisible to describe and list calls, in milliseconds. 0: consistent at once. */
  readonly visibilityLag: number;
}
