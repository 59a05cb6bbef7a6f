/** What is to be done about the image of a release. A plain value. */
export interface ImagePlan {
  /** `host/name` */
  readonly repository: string;
  readonly tag: string;
  /** `host/name:tag` */
  readonly reference: string;
  /** The commit with `-dirty-…` where the tree differs from it; absent outside of a git repository. */
  readonly revision?: string | undefined;
  /** First line of the commit's message. */
  readonly subject?: string | undefined;
  /** `sha256:…` over everything but the source that makes the image what it is. */
  readonly recipe: string;
  /** The repository is not there and will be made. */
  readonly createsRepository: boolean;
  /** The registry holds what a build would make: nothing is built. */
  readonly existing?: ExistingImage | undefined;
}

interface ExistingImage {
  readonly digest: string;
  readonly platforms: readonly string[];
}

/** An image that the registry holds, named by its digest. */
export interface SettledImage {
  /** `host/name@sha256:…` */
  readonly reference: string;
  readonly tag: string;
  readonly digest: string;
  /** `linux/amd64`, one for each image of an index. */
  readonly platforms: readonly string[];
  readonly revision?: string | undefined;
  readonly how: 'found' | 'pushed' | 'pushed-by-another';
}

/** What was built and not pushed. */
export interface BuiltImage {
  /** `host/name:tag` in the local engine. */
  readonly reference: string;
  readonly tag: string;
  readonly revision?: string | undefined;
  readonly how: 'built' | 'found-built';
}

/** Where a build stands: instruction n of m. */
export interface BuildStep {
  readonly number: number;
  readonly of: number;
  readonly instruction: string;
}
