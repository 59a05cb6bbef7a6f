import type { GatePorts } from '../gates/gate-context.ts';
import type { ImageContext } from '../images/image-context.ts';

/** What every use case needs. Made once, in `cli/wire.ts`. */
export interface ReleaseContext extends ImageContext, GatePorts {
  /** Absent where nobody can be asked. */
  readonly ask?: AskPerson | undefined;
}

/**
 * Waits for a yes or a no; without an answer when the signal comes, it is a no. It never throws.
 * @param show puts the question on the screen, when its turn has come
 */
export type AskPerson = (signal: AbortSignal, show: () => void) => Promise<boolean>;
