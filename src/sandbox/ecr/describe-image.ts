import type { ImageDetail, ImageIdentifier } from '@aws-sdk/client-ecr';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { tagsOf, type Image, type Repository } from './repository.ts';
import { request } from './requested-images.ts';

export function describeImage(world: World, repository: Repository, image: Image): ImageDetail {
  const tags = tagsOf(repository, image.digest);
  return {
    registryId: world.account,
    repositoryName: repository.description.repositoryName,
    imageDigest: image.digest,
    imageTags: tags.length === 0 ? undefined : tags,
    imageSizeInBytes: sizeOf(repository, image),
    imagePushedAt: new Date(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    artifactMediaType: image.artifactMediaType,
    lastRecordedPullTime: image.pulledAt === undefined ? undefined : new Date(image.pulledAt),
    imageStatus: 'ACTIVE',
  };
}

/** Of an index the largest of its images (API_ImageDetail). */
function sizeOf(repository: Repository, image: Image): number {
  const children = image.children.map((digest) => repository.images.get(digest));
  return Math.max(
    image.sizeInBytes,
    ...children.filter((child) => child !== undefined).map((child) => sizeOf(repository, child)),
  );
}

export function requireImage(world: World, repository: Repository, id: ImageIdentifier): Image {
  const requested = request(repository, id);
  if (requested.kind === 'found') return requested.image;
  const { repositoryName } = repository.description;
  throw new ServiceError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} does not exist within the repository with name '${repositoryName}' in the registry with id '${world.account}'`,
  );
}
