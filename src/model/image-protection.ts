/** Why an image is needed. Revisions are `family:7`. */
export type ImageUse =
  /** The service runs it, or a deployment or task set of it does. */
  | { readonly kind: 'running'; readonly revision: string }
  /** One could go back to this release: 1 is the last before what runs. */
  | {
      readonly kind: 'way-back';
      readonly revision: string;
      readonly release: string;
      readonly position: number;
    };

/** An image of ECR that is needed, and the tag that keeps it. */
export interface NeededImage {
  /** `host/name` */
  readonly repository: string;
  readonly digest: string;
  readonly tag: string;
  readonly usedBy: readonly ImageUse[];
  readonly isTagged: boolean;
}

/** A tag of ours on an image that is no longer needed. */
export interface StaleTag {
  readonly repository: string;
  readonly digest: string;
  readonly tag: string;
  /** ECR deletes an image with its last tag, so that this one is left. */
  readonly isLast: boolean;
}

/** An image that cannot be protected here. */
export interface UnprotectedImage {
  readonly image: string;
  readonly usedBy: readonly ImageUse[];
  /** In a registry that is not ECR's, or no longer in its repository. */
  readonly because: 'elsewhere' | 'missing';
}

/** How a repository treats the tags that keep. */
export interface RepositoryRule {
  readonly repository: string;
  /**
   * - `none`: it has no lifecycle policy, so that nothing goes by itself
   * - `kept`: its first rule is about these tags
   * - `absent`: there is a policy that may take these images
   * - `unknown`: the policy may not be read
   */
  readonly policy: 'none' | 'kept' | 'absent' | 'unknown';
  /** Its policy with our rule as the first, as JSON text; where it is absent. */
  readonly withRule?: string | undefined;
  /** It has too many images to look for tags of ours that are stale. */
  readonly isUnlisted: boolean;
}

export interface ProtectionPlan {
  /** `cluster/service` */
  readonly service: string;
  readonly keep: number;
  readonly needed: readonly NeededImage[];
  readonly stale: readonly StaleTag[];
  readonly unprotected: readonly UnprotectedImage[];
  readonly repositories: readonly RepositoryRule[];
  /** The rule to add to a lifecycle policy, as its first. */
  readonly rule: object;
}

/** What protecting came to. Tags are `host/name:tag`. */
export interface ProtectionResult {
  readonly plan: ProtectionPlan;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly failures: readonly {
    readonly tag: string;
    readonly step: 'add' | 'remove';
    readonly message: string;
  }[];
  readonly end: 'done' | 'planned' | 'failed' | 'interrupted';
  readonly signal?: 'SIGINT' | 'SIGTERM' | undefined;
}
