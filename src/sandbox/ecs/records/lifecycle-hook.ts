import type {
  DeploymentLifecycleHook,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStage,
  DeploymentLifecycleHookStatus,
  ServiceDeploymentLifecycleStage,
} from '@aws-sdk/client-ecs';
import type { Scheduled } from '../../engine/timeline.ts';

/** Stages that AWS returns, and PRE_PRODUCTION_TRAFFIC_SHIFT, which its models know only for hooks (2.4.4 of the specification). */
export type LifecycleStage = ServiceDeploymentLifecycleStage | DeploymentLifecycleHookStage;

/** One hook at one stage; at a later stage, or step, it is another run with another id. */
export interface HookRun {
  /** `ecs-pause-…` or `ecs-lambda-…`. */
  readonly hookId: string;
  readonly hook: DeploymentLifecycleHook;
  readonly expiresAt: number;
  readonly timeoutAction: DeploymentLifecycleHookAction;
  status: DeploymentLifecycleHookStatus;
  /** Why it speaks against the release, as it stands in a `statusReason` after `because`. */
  objection?: string;
  /** What is to come of it: its time-out, and the next call of its function. */
  readonly plans: Scheduled[];
}

/** The hooks of one stage. They run side by side, and all of them have to end. */
export interface StageHooks {
  readonly stage: LifecycleStage;
  readonly runs: readonly HookRun[];
  /** Called once, a moment after the last of them has ended. */
  readonly whenOver: (objection: string | undefined) => void;
  state: 'running' | 'over' | 'withdrawn';
}
