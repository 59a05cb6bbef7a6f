import type { PastRelease } from './past-release.ts';
import type { Difference } from './release-plan.ts';
import type { ServiceRef } from './service-ref.ts';

/** What has been released to a service, as far as anybody remembers. */
export interface ReleaseHistory {
  readonly service: ServiceRef;
  readonly account: string;
  readonly region: string;
  /** When it was read, milliseconds since the epoch. */
  readonly at: number;
  /** Newest first. */
  readonly releases: readonly PastRelease[];
  /** What could not be read of their revisions, and why; absent: nothing. */
  readonly missing?: readonly { readonly what: string; readonly error: string }[] | undefined;
}

/** The same for one environment of several; one that cannot be read does not hide the others. */
export type EnvironmentHistory =
  | { readonly environment?: string | undefined; readonly history: ReleaseHistory }
  | {
      readonly environment?: string | undefined;
      readonly error: { readonly code: string; readonly message: string };
    };

/** One release at length. */
export interface ReleaseDetails {
  readonly service: ServiceRef;
  readonly account: string;
  readonly region: string;
  /** When it was read, milliseconds since the epoch. */
  readonly at: number;
  readonly release: PastRelease;
  /** In their order, as far as AWS tells. */
  readonly phases: readonly ReleasePhase[];
  readonly circuitBreaker?:
    { readonly status: string; readonly failureCount: number; readonly threshold: number } | undefined;
  /** Names of alarms that were in ALARM. */
  readonly triggeredAlarms: readonly string[];
  /** What served before it; absent: AWS does not remember. */
  readonly before?: PastRelease | undefined;
  /** From the release before to this one. */
  readonly differences: {
    /** Absent: one of the two can no longer be read. */
    readonly taskDefinition?: readonly Difference[] | undefined;
    readonly settings?: readonly Difference[] | undefined;
  };
  /** What could not be read, and why. */
  readonly missing: readonly { readonly what: string; readonly error: string }[];
}

export interface ReleasePhase {
  /** `created`, `started`, `rollback`, `finished`, or AWS's word for a stage. */
  readonly name: string;
  /** Milliseconds since the epoch, AWS's clock. */
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  /** AWS's word. */
  readonly status?: string | undefined;
  /** Why it failed, in AWS's words. */
  readonly message?: string | undefined;
}
