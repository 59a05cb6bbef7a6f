import type { PastRelease } from './past-release.ts';
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
}

/** The same for one environment of several; one that cannot be read does not hide the others. */
export type EnvironmentHistory =
  | { readonly environment?: string | undefined; readonly history: ReleaseHistory }
  | {
      readonly environment?: string | undefined;
      readonly error: { readonly code: string; readonly message: string };
    };
