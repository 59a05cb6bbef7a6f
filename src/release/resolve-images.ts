import { findRegistryImage } from '../aws/registry-images.ts';
import { EcsdeployError } from '../model/error.ts';
import { parseImageReference } from '../model/image-reference.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import type { ReleaseContext } from './release-context.ts';
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

/**
 * The digests that will have to run, where they can be known before: written in the reference, or told by ECR for an image
 * of this release. Images elsewhere are taken as they are: their digest is unknown until ECS has resolved it.
 * @throws ImageNotFound
 */
export async function resolveImages(
  { aws, report }: ReleaseContext,
  definition: TaskDefinition,
  /** Containers whose image this release sets: the others are not looked up. */
  released: ReadonlySet<string>,
): Promise<ExpectedImage[]> {
  const expected: ExpectedImage[] = [];
  for (const { name: container, image } of definition.containerDefinitions) {
    if (image === undefined) continue;
    const pinned = parseImageReference(image)?.digest;
    if (!released.has(container)) {
      if (pinned !== undefined) expected.push({ container, image, digest: pinned });
      continue;
    }
    try {
      const found = await findRegistryImage(aws, image);
      if (found.kind === 'missing') throw new ImageNotFound(image, found.repository);
      const digest = pinned ?? (found.kind === 'found' ? found.digest : undefined);
      if (digest !== undefined) expected.push({ container, image, digest });
    } catch (error) {
      if (!(error instanceof EcsdeployError) || error instanceof ImageNotFound) throw error;
      if (error.code.startsWith('credentials.')) throw error;
      report({ type: 'warning', warning: { kind: 'digest-unresolved', image, error: error.message } });
      if (pinned !== undefined) expected.push({ container, image, digest: pinned });
    }
  }
  return expected;
}
