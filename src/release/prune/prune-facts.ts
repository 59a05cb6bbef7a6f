import type { RuleTask } from '../../aws/event-rules.ts';
import type { ScheduledTask } from '../../aws/schedules.ts';
import type { PastRelease } from '../../model/past-release.ts';

/** All that is known of a family and of those who use it, in one moment. Revisions are `family:7`. */
export interface PruneFacts {
  readonly family: string;
  readonly revisions: readonly FamilyRevision[];
  readonly services: readonly FamilyUser[];
  /** Tasks of the family, whoever has started them. */
  readonly tasks: readonly { readonly cluster: string; readonly revision: string }[];
  readonly rules: readonly RuleTask[];
  readonly schedules: readonly ScheduledTask[];
}

export interface FamilyRevision {
  readonly number: number;
  readonly status: 'ACTIVE' | 'INACTIVE';
  /** Its stamp, milliseconds since the epoch. */
  readonly succeededAt?: number | undefined;
  /** Until when releases of it were taken back. */
  readonly takenBackAt?: number | undefined;
}

/** A service that has the family: now, or in a deployment. */
export interface FamilyUser {
  /** `cluster/service` */
  readonly service: string;
  readonly revision: string;
  /** Deployments and task sets. */
  readonly deployments: readonly { readonly revision: string; readonly status: string }[];
  /** Newest first. */
  readonly releases: readonly PastRelease[];
}
