import type { ImageContext } from '../images/image-context.ts';

/** What every use case needs. Made once, in `cli/wire.ts`. */
export type ReleaseContext = ImageContext;
