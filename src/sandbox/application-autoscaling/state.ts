import type {
  PutScalingPolicyCommandInput,
  ScalableTargetAction,
  ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';

/** What a scalable target, and everything that belongs to it, is known by. */
export interface TargetId {
  /** Of the services of AWS only `ecs` is played. */
  readonly serviceNamespace: string;
  /** `service/<cluster>/<service>` */
  readonly resourceId: string;
  /** `ecs:service:DesiredCount` */
  readonly scalableDimension: string;
}

/** Which activities are suspended; all false unless somebody said otherwise. */
export interface SuspendedFlags {
  readonly DynamicScalingInSuspended: boolean;
  readonly DynamicScalingOutSuspended: boolean;
  readonly ScheduledScalingSuspended: boolean;
}

export interface ScalableTargetRecord extends TargetId {
  readonly arn: string;
  readonly createdAt: number;
  minCapacity: number;
  maxCapacity: number;
  suspended: SuspendedFlags;
}

export interface ScalingPolicyRecord extends TargetId {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  settings: PutScalingPolicyCommandInput;
  /** CloudWatch alarms that came into being with it. */
  alarmNames: readonly string[];
}

export interface ScheduledActionRecord extends TargetId {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly schedule: string;
  readonly times: Pick<ScheduledAction, 'Timezone' | 'StartTime' | 'EndTime'>;
  readonly action: ScalableTargetAction | undefined;
}

/** Application Auto Scaling of one account and region. Nothing acts on it: no policy scales, no action comes due. */
export class AutoscalingState {
  readonly targets = new Map<string, ScalableTargetRecord>();
  readonly policies = new Map<string, ScalingPolicyRecord>();
  readonly scheduledActions = new Map<string, ScheduledActionRecord>();
}

export function keyOf({ serviceNamespace, resourceId, scalableDimension }: TargetId, name = ''): string {
  return JSON.stringify([serviceNamespace, resourceId, scalableDimension, name]);
}
