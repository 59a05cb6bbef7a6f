import type { Aws } from '../../aws/aws.ts';
import { digestsUnder, findRegistryImage } from '../../aws/registry-images.ts';
import { findTaskDefinition } from '../../aws/task-definitions.ts';
import type { ImageUse, UnprotectedImage } from '../../model/image-protection.ts';
import { formatImageReference, parseImageReference } from '../../model/image-reference.ts';

/** A revision that is needed, and what its containers ran. */
export interface NeededRevision {
  readonly use: ImageUse;
  /** ARN or name. */
  readonly taskDefinition: string;
  /** By container, as AWS has resolved them; absent where it does not tell. */
  readonly digests?: Readonly<Record<string, string>> | undefined;
}

export interface FoundImage {
  /** `host/name` */
  readonly repository: string;
  readonly digest: string;
  readonly use: ImageUse;
}

type Resolved =
  | { readonly kind: 'found'; readonly repository: string; readonly digest: string }
  | { readonly kind: 'unprotected'; readonly because: UnprotectedImage['because'] };

/**
 * The images of a revision in ECR. A revision that is deleted has none: nothing could run it. A list of images for several platforms is
 * found as a whole: what it names stays as long as it does.
 * @throws what `call` throws
 */
export async function imagesOfRevision(
  aws: Aws,
  { use, taskDefinition, digests = {} }: NeededRevision,
): Promise<{ readonly found: readonly FoundImage[]; readonly unprotected: readonly UnprotectedImage[] }> {
  const revision = await findTaskDefinition(aws, taskDefinition);
  const containers = revision?.definition.containerDefinitions ?? [];
  const resolved = await Promise.all(
    containers.map(async ({ name, image = '' }) => ({
      image,
      resolved: await resolveImage(aws, image, digests[name]),
    })),
  );
  return {
    found: resolved.flatMap(({ resolved: one }) =>
      one.kind === 'found' ? [{ repository: one.repository, digest: one.digest, use }] : [],
    ),
    unprotected: resolved.flatMap(({ image, resolved: one }) =>
      one.kind === 'unprotected' ? [{ image, usedBy: [use], because: one.because }] : [],
    ),
  };
}

/** By what ran, where that is known: a tag may have moved since. */
async function resolveImage(aws: Aws, image: string, ran: string | undefined): Promise<Resolved> {
  const named = await findRegistryImage(aws, image);
  if (named.kind === 'elsewhere') return { kind: 'unprotected', because: 'elsewhere' };
  const reference = parseImageReference(image);
  const isPinned = reference?.digest !== undefined;
  if (named.kind === 'found') {
    const { uri: repository, digest } = named;
    const isThat = isPinned || ran === undefined || ran === digest;
    if (isThat || (await digestsUnder(aws, repository, digest)).includes(ran)) {
      return { kind: 'found', repository, digest };
    }
  }
  if (isPinned || ran === undefined || reference?.registry === undefined) {
    return { kind: 'unprotected', because: 'missing' };
  }
  const { registry, repository } = reference;
  const moved = await findRegistryImage(aws, formatImageReference({ registry, repository, digest: ran }));
  return moved.kind === 'found'
    ? { kind: 'found', repository: moved.uri, digest: moved.digest }
    : { kind: 'unprotected', because: 'missing' };
}
