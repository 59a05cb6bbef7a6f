import type { ImagePreparation, ImageRequest as BuildRequest } from '../../images/plan-image.ts';
import type { SettledImage } from '../../model/image-plan.ts';
import type { ReleaseContext } from '../release-context.ts';
import { ownImages, type ImageSource } from '../release-image.ts';

/**
 * The images of a run: what several releases bring in is planned and built once. Requests that are the same value are the same
 * image; whoever makes the requests makes one of those that are alike.
 */
export class SharedImages implements ImageSource {
  readonly #contextOf: (context: ReleaseContext, build: BuildRequest) => ReleaseContext;
  readonly #plans = new Map<BuildRequest, Promise<ImagePreparation>>();
  readonly #settled = new Map<ImagePreparation, Promise<SettledImage>>();
  /** Builds compete for one machine: one at a time. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param contextOf an image belongs to several services: its events are told under a name of its own */
  constructor(contextOf: (context: ReleaseContext, build: BuildRequest) => ReleaseContext) {
    this.#contextOf = contextOf;
  }

  async plan(context: ReleaseContext, build: BuildRequest): Promise<ImagePreparation> {
    return await once(this.#plans, build, () => ownImages.plan(this.#contextOf(context, build), build));
  }

  async settle(context: ReleaseContext, preparation: ImagePreparation): Promise<SettledImage> {
    return await once(this.#settled, preparation, () => {
      const own = this.#contextOf(context, preparation.request);
      const settled = this.#last.then(() => ownImages.settle(own, preparation));
      this.#last = settled.catch(() => undefined);
      return settled;
    });
  }
}

function once<Key, Value>(
  made: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = made.get(key);
  if (known !== undefined) return known;
  const promise = make();
  // Everybody who asks is told; nobody may have asked yet when it fails.
  promise.catch(() => undefined);
  made.set(key, promise);
  return promise;
}
