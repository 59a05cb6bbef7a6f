import type { ServiceRef } from './service-ref.ts';

/** Where the images of a release come from: what was found running healthy in another environment. */
export interface PromotedFrom {
  /** As `ecsdeploy.yml` calls it. */
  readonly environment: string;
  readonly service: ServiceRef;
  readonly account: string;
  readonly region: string;
  /** ARN of the revision that serves there. */
  readonly taskDefinition: string;
  /** When its release had ended, or else was begun. Milliseconds since the epoch. */
  readonly since: number;
  /** As a tag of its revision says; absent: nobody has noted it. */
  readonly commit?: string | undefined;
  readonly subject?: string | undefined;
  readonly images: readonly PromotedImage[];
}

/** The image of one container. */
interface PromotedImage {
  /** That it is brought into. */
  readonly container: string;
  /** `repository@sha256:…`, as it runs in the other environment. */
  readonly runs: string;
  /** `sha256:…` */
  readonly digest: string;
}
