import type { Deployment } from './deployment.ts';
import type { PendingApproval, Shift } from './lifecycle.ts';
import type { PastOrigin } from './past-release.ts';

/** What a person decides on: which pause, of what, and what comes of waiting. */
export interface ApprovalQuestion {
  /** Of which service, and which revision it brings in. */
  readonly deployment: Deployment;
  readonly approval: PendingApproval;
  /** ARNs of the revisions that it replaces, where AWS tells. */
  readonly replaces: readonly string[];
  /** Its images, with the digest where the revision pins or a tag of ours notes it. */
  readonly images: readonly {
    readonly container: string;
    readonly image: string;
    readonly digest?: string | undefined;
  }[];
  /** From the tag `ecsdeploy:commit` of the revision. */
  readonly commit?: string | undefined;
  /** All that our tags on the revision say it was made from. */
  readonly origin?: PastOrigin | undefined;
  /** How far traffic has been moved; absent where AWS moves none. */
  readonly shift?: Shift | undefined;
  /** Other pauses that hold the same stage: each has to be answered by itself. */
  readonly others: readonly PendingApproval[];
  /** AWS's clock when it was looked at, in milliseconds since the epoch. */
  readonly at: number;
}
