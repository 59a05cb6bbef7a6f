import type { Approval } from './release-plan.ts';

/** Settings of a service that would make a way back slower, or turn it round, as they were before it; what was not touched is absent. */
export interface SetAside {
  readonly bakeTimeInMinutes?: number | undefined;
  readonly canaryBakeTimeInMinutes?: number | undefined;
  readonly linearBakeTimeInMinutes?: number | undefined;
  /** Pauses of ours. */
  readonly approvals?: readonly Approval[] | undefined;
  /** Its alarms were watched; their names stay where they are meanwhile. */
  readonly alarms?: true | undefined;
}
