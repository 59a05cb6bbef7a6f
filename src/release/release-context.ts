import type { GatePorts } from '../gates/gate-context.ts';
import type { Aws } from '../aws/aws.ts';
import type { ImageContext } from '../images/image-context.ts';

/** What every use case needs. Made once, in `cli/wire.ts`. */
export interface ReleaseContext extends ImageContext, GatePorts {
  /** AWS elsewhere: in another region, or by other credentials; what is left out is as for `aws`. */
  readonly awsOf: (place: AwsPlace) => Aws;
  /** How printed commands name the service by its configuration file: `web --environment production`; absent: they name cluster and service. */
  readonly calledAs?: string | undefined;
  /** Absent where nobody can be asked. */
  readonly ask?: AskPerson | undefined;
}

/** Where another environment is, and whose credentials may read there. */
interface AwsPlace {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/**
 * Waits for a yes or a no; without an answer when the signal comes, it is a no. It never throws.
 * @param show puts the question on the screen, when its turn has come
 */
export type AskPerson = (signal: AbortSignal, show: () => void) => Promise<boolean>;
