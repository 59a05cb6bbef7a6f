/** Who or what a revision is kept for. Services are `cluster/service`. */
export type KeepReason =
  /** It is what the service runs, or is to run. */
  | { readonly kind: 'service'; readonly service: string }
  /** A deployment or task set of the service has it. */
  | { readonly kind: 'deployment'; readonly service: string; readonly status: string }
  /** A release that has not ended brings it in. */
  | { readonly kind: 'release-in-progress'; readonly service: string; readonly release: string }
  /** The how many-th successful release of the service, counted back from the newest: 1 is the last. */
  | {
      readonly kind: 'release';
      readonly service: string;
      readonly release: string;
      readonly position: number;
    }
  /** Its stamp says that it has succeeded; one of the last of the family. Milliseconds since the epoch. */
  | { readonly kind: 'stamp'; readonly at: number }
  | { readonly kind: 'task'; readonly cluster: string; readonly tasks: number }
  /** A rule of EventBridge starts tasks of it. */
  | { readonly kind: 'rule'; readonly rule: string; readonly bus: string }
  /** A schedule of EventBridge Scheduler starts tasks of it. */
  | { readonly kind: 'schedule'; readonly schedule: string; readonly group: string }
  /** One of the newest ACTIVE revisions; whoever names the family alone gets the first. */
  | { readonly kind: 'newest'; readonly position: number };

/** A revision that is there, and what becomes of it. */
export interface JudgedRevision {
  /** `family:7` */
  readonly revision: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  /** Empty where nothing needs it. */
  readonly keptFor: readonly KeepReason[];
  /** What is to be done to it, in this order; nothing to what is kept. */
  readonly steps: readonly PruneStep[];
}

export type PruneStep = 'deregister' | 'delete';

export interface PrunePlan {
  readonly family: string;
  /** How many of the newest, and how many successful releases of each service. */
  readonly keep: number;
  /** Whether INACTIVE revisions are to be deleted as well. */
  readonly deletes: boolean;
  /** Services that use the family, in all clusters: `cluster/service`. */
  readonly services: readonly string[];
  /** The newest first. */
  readonly revisions: readonly JudgedRevision[];
}

/** One step that AWS did not take. */
export interface PruneFailure {
  readonly revision: string;
  readonly step: PruneStep;
  /** AWS's words. */
  readonly message: string;
}

/** What pruning came to. Revisions are `family:7`. */
export interface PruneResult {
  readonly plan: PrunePlan;
  readonly deregistered: readonly string[];
  readonly deleted: readonly string[];
  readonly failures: readonly PruneFailure[];
  /** What was to be done and was not begun. */
  readonly left: readonly { readonly revision: string; readonly step: PruneStep }[];
  readonly end: 'done' | 'planned' | 'declined' | 'failed' | 'interrupted';
  /** Which signal, where it was interrupted. */
  readonly signal?: 'SIGINT' | 'SIGTERM' | undefined;
}
