import type { Scheduled } from '../../engine/timeline.ts';
import type { DeploymentRecord } from './deployment.ts';
import type { LifecycleStage } from './lifecycle-hook.ts';
import type { ServiceRevisionRecord } from './service-revision.ts';

export type TrafficKind = 'test' | 'production';

/** Percentages of the requests that a revision is to have. */
export type Weights = Readonly<Record<TrafficKind, number>>;

/** What a stage waits for at its end, beside time. */
export type Milestone = 'reconciled' | 'scaled-up' | 'cleaned-up';

/** A stage of one deployment; those between which traffic moves stepwise come several times. All times are milliseconds. */
export interface ShiftStep {
  readonly stage: LifecycleStage;
  /** Before anything happens in it. */
  readonly lead: number;
  /** What the new revision gets, in percent. */
  readonly moves?: { readonly which: TrafficKind; readonly percent: number };
  /** After the traffic has moved, before the hooks. */
  readonly settling: number;
  /** After the hooks. */
  readonly bake: number;
  readonly until?: Milestone;
}

/** A deployment under BLUE_GREEN, LINEAR or CANARY. The new revision is the green one, also when it goes back. */
export interface ShiftRecord {
  /** What served before, and where a rollback goes; none in the first deployment of a service. */
  blue: DeploymentRecord | undefined;
  direction: 'forward' | 'back';
  steps: readonly ShiftStep[];
  /** Of the current step; -1 before the first. */
  position: number;
  /** The new revision may have tasks: SCALE_UP has begun. */
  isScaledUp: boolean;
  /** What no longer serves is being scaled in. */
  cleansUp: boolean;
  weights: ReadonlyMap<ServiceRevisionRecord, Weights>;
  /** Before this moment the current step goes no further. */
  timer?: Scheduled;
  /** What the scheduler has to see before the current step ends. */
  awaits?: Milestone;
  /** Leads the traffic back to the deployment that is PRIMARY again. Given by the engine. */
  turnBack: (candidate: DeploymentRecord) => void;
}
