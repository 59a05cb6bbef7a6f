import type { Approval } from './release-plan.ts';

/** Settings of a service that would only make a way back slower, as they were before it; what was not touched is absent. */
export interface SetAside {
  readonly bakeTimeInMinutes?: number | undefined;
  readonly canaryBakeTimeInMinutes?: number | undefined;
  readonly linearBakeTimeInMinutes?: number | undefined;
  /** Pauses of ours. */
  readonly approvals?: readonly Approval[] | undefined;
}
