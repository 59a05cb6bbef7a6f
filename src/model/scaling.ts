/** Which activities of Application Auto Scaling are suspended: true is suspended, and does nothing. */
export interface SuspendedScaling {
  /** Scale-in and scale-out by policies, of whatever type. */
  readonly scaleIn: boolean;
  readonly scaleOut: boolean;
  /** Scheduled actions. */
  readonly scheduled: boolean;
}

/** What Application Auto Scaling may do to the desired count of a service. */
export interface ScalableTarget {
  /** In tasks. */
  readonly min: number;
  readonly max: number;
  readonly suspended: SuspendedScaling;
}

/** What a plan says of it. */
export type PlannedScaling =
  | ({
      readonly kind: 'target';
      /** Whether the release suspends it, and restores `suspended` when it is over. */
      readonly suspends: boolean;
    } & ScalableTarget)
  | { readonly kind: 'none' }
  /** Nobody said; the release does not depend on it. */
  | { readonly kind: 'unknown'; readonly error: string };

export const allSuspended: SuspendedScaling = { scaleIn: true, scaleOut: true, scheduled: true };

export function isSameSuspension(one: SuspendedScaling, other: SuspendedScaling): boolean {
  return (
    one.scaleIn === other.scaleIn && one.scaleOut === other.scaleOut && one.scheduled === other.scheduled
  );
}
