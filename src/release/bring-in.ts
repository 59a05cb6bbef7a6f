import type { ServiceState } from '../aws/service-state.ts';
import type { Gate } from '../model/gate.ts';
import type { PlanStep, ReleasePlan } from '../model/release-plan.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import type { FiringAlarm } from './gates/firing-alarms.ts';
import type { DeployRequest } from './requests.ts';

/** What a deployment controller is asked to bring in. */
export interface BringInQuestion {
  readonly request: DeployRequest;
  readonly service: ServiceState;
  /** The definition that the service is to run, as it would be registered. */
  readonly definition: TaskDefinition;
  /** ARN of the revision, where it is registered already. */
  readonly taskDefinition?: string | undefined;
}

/** How the deployment controller will bring a revision in, and who takes it back: the part of a plan that is its own. */
export interface BringIn extends Pick<
  ReleasePlan,
  | 'strategy'
  | 'settings'
  | 'shift'
  | 'hooks'
  | 'codeDeploy'
  | 'scaling'
  | 'safety'
  | 'timeoutMilliseconds'
  | 'plannedWaitMilliseconds'
  | 'gates'
  | 'watchForMilliseconds'
  | 'watchForAtMostMilliseconds'
  | 'rollbackPolicy'
> {
  /** What is sent to the service besides. */
  readonly sent: ReleasePlan['update']['settings'];
  /** From the registered revision to the started deployment. */
  readonly startSteps: readonly PlanStep[];
  /** Whether AWS goes back by itself when tasks do not start. */
  readonly awsRollsBack: boolean;
  /** The gates of the plan, as they are measured. */
  readonly gatesToMeasure: readonly Gate[];
  /** It may not be started. */
  readonly firing: readonly FiringAlarm[];
}
