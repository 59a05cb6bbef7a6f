import { ensureBaseImage } from '../../scripts/base-image.js';
import { dockerPath } from './docker-path.ts';

/**
 * The name of a busybox image to build on: `busybox-local:1`, made from this machine's busybox-static if need be, else `busybox:1.36`
 * from Docker Hub. Needs an engine, so call it inside of `describeWithEngine`, in a hook or a test.
 */
export function baseImage(): string {
  return ensureBaseImage(dockerPath);
}
