import { findRegistryImage } from '../aws/registry-images.ts';
import { EcsdeployError } from '../model/error.ts';
import { parseImageReference } from '../model/image-reference.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import type { ReleaseContext } from './release-context.ts';
import type { ImageRequest, KnownImage } from './requests.ts';
import type { ExpectedImage } from './verify.ts';

/** The image is in no registry we could deploy it from. */
class ImageNotFound extends EcsdeployError {
  constructor(image: string, repository: string) {
    super({
      code: 'image.not_found',
      message: `There is no image "${image}" in repository "${repository}"`,
      suggestions: ['Push it first, or check the tag: ECS could not start a task from it.'],
      details: { image, repository },
    });
  }
}

/** An image that this release brings into a container. */
export interface ReleasedImage {
  readonly container: string;
  /** As it is to stand in the task definition. */
  readonly image: string;
  readonly digest?: string | undefined;
  /** What people call it. */
  readonly tag?: string | undefined;
  /** Undefined: nobody has looked yet. */
  readonly platforms?: readonly string[] | undefined;
  readonly isHeldByEcr: boolean;
}

/**
 * What is known of the images of a release before anything is registered. An image of ECR is named by the digest that its tag
 * stands for now, so that every task runs the same; images elsewhere are taken as they are: their digest is unknown until ECS
 * has resolved it.
 * @param images by container, see assign-images.ts
 * @throws ImageNotFound
 */
export async function resolveImages(
  context: ReleaseContext,
  images: ReadonlyMap<string, string>,
  requested: readonly ImageRequest[],
  imageReference: 'digest' | 'tag',
): Promise<ReleasedImage[]> {
  const resolved = new Map<string, Omit<ReleasedImage, 'container'>>();
  const released: ReleasedImage[] = [];
  for (const [container, image] of images) {
    let one = resolved.get(image);
    if (one === undefined) {
      const request = requested.find((candidate) => candidate.image === image);
      one =
        request?.known === undefined
          ? called(request?.tag, await resolve(context, image, imageReference))
          : fromKnown(image, request.known);
      resolved.set(image, one);
    }
    released.push({ container, ...one });
  }
  return released;
}

/** The digests that will have to run: of the images of this release, and of those that were pinned before. */
export function expectedImages(
  definition: TaskDefinition,
  released: readonly ReleasedImage[],
): ExpectedImage[] {
  return definition.containerDefinitions.flatMap(({ name: container, image }) => {
    if (image === undefined) return [];
    const one = released.find((candidate) => candidate.container === container);
    const digest = one === undefined ? parseImageReference(image)?.digest : one.digest;
    return digest === undefined ? [] : [{ container, image, digest }];
  });
}

function called<Image extends { tag?: string | undefined }>(tag: string | undefined, image: Image): Image {
  return tag === undefined ? image : { ...image, tag };
}

function fromKnown(image: string, { tag, digest, platforms }: KnownImage): Omit<ReleasedImage, 'container'> {
  return { image, tag, digest, platforms, isHeldByEcr: false };
}

async function resolve(
  { aws, report }: ReleaseContext,
  image: string,
  imageReference: 'digest' | 'tag',
): Promise<Omit<ReleasedImage, 'container'>> {
  const { digest: pinned, tag } = parseImageReference(image) ?? {};
  try {
    const found = await findRegistryImage(aws, image);
    if (found.kind === 'missing') throw new ImageNotFound(image, found.repository);
    if (found.kind === 'elsewhere') return { image, tag, digest: pinned, isHeldByEcr: false };
    const digest = pinned ?? found.digest;
    const name = imageReference === 'digest' ? `${found.uri}@${digest}` : image;
    return { image: name, tag, digest, isHeldByEcr: true };
  } catch (error) {
    if (!(error instanceof EcsdeployError) || error instanceof ImageNotFound) throw error;
    if (error.code.startsWith('credentials.')) throw error;
    report({ type: 'warning', warning: { kind: 'digest-unresolved', image, error: error.message } });
    return { image, tag, digest: pinned, isHeldByEcr: false };
  }
}
