import type { Milliseconds } from './duration.ts';
import type { PastRelease } from './past-release.ts';

/** Who goes back how, and what that costs: said before anything is done. */
type WayBackMechanism =
  /** The deployment in progress is stopped; `isInstant`: the old tasks still run beside the new ones, and only traffic has to be moved. */
  | { readonly kind: 'stop'; readonly deploymentId: string; readonly isInstant: boolean }
  /** What is in progress is the way back already. */
  | { readonly kind: 'follow'; readonly deploymentId: string }
  | {
      readonly kind: 'redeploy';
      /** The strategy that brings it in, AWS's word. */
      readonly strategy: string;
      /** How long the last release took that succeeded by the same strategy, its bakes and waits included. */
      readonly lastTookMilliseconds?: Milliseconds | undefined;
    };

/** How a service goes back, and to what. */
export interface WayBack {
  readonly mechanism: WayBackMechanism;
  /** The release whose revision is brought in again; absent where AWS chooses, or nothing is known of it. */
  readonly release?: PastRelease | undefined;
  /** Other releases that it could be taken back to, newest first: one for each revision, also such as did not succeed. */
  readonly others?: readonly PastRelease[] | undefined;
  /** `family:revision` that is INACTIVE, and is registered again as it was. */
  readonly copies?: string | undefined;
}

/** Why a release cannot be brought back. */
export type CannotRun = Readonly<{ taskDefinition: string }> &
  (
    | { readonly why: 'image'; readonly container: string; readonly image: string }
    /** AWS has deleted the revision for good. */
    | { readonly why: 'revision' }
  );
