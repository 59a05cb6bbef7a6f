import type {
  BatchDeleteImageCommandInput,
  BatchDeleteImageCommandOutput,
  ImageFailure,
  ImageIdentifier,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import type { World } from '../../world.ts';
import { deleteImage, indexesOf } from '../delete-image.ts';
import { findRepository } from '../refusals.ts';
import { tagsOf, type Repository } from '../repository.ts';
import { request } from '../requested-images.ts';

/** By tag only the tag goes, and the image with its last one; by digest the image goes with all of its tags. */
export const BatchDeleteImage: Operation<
  BatchDeleteImageCommandInput,
  Output<BatchDeleteImageCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const imageIds: ImageIdentifier[] = [];
  const failures: ImageFailure[] = [];
  for (const id of input.imageIds ?? []) {
    const deleted = remove(world, repository, id);
    if (Array.isArray(deleted)) imageIds.push(...deleted);
    else failures.push(deleted);
  }
  return { imageIds, failures };
};

function remove(
  world: World,
  repository: Repository,
  imageId: ImageIdentifier,
): ImageIdentifier[] | ImageFailure {
  const requested = request(repository, imageId);
  if (requested.kind === 'missing') {
    return { imageId, failureCode: requested.code, failureReason: requested.reason };
  }
  const { digest: imageDigest } = requested.image;
  const tags = tagsOf(repository, imageDigest);
  const { imageTag } = imageId;
  if (imageTag !== undefined && tags.length > 1) {
    repository.tags.delete(imageTag);
    return [{ imageDigest, imageTag }];
  }
  const indexes = indexesOf(repository, imageDigest);
  if (indexes.length > 0) {
    return {
      imageId: { imageDigest, ...(imageTag !== undefined && { imageTag }) },
      failureCode: 'ImageReferencedByManifestList',
      failureReason: `Requested image referenced by manifest list: [${indexes.join(', ')}]`,
    };
  }
  deleteImage(world, repository, requested.image);
  return tags.length === 0 ? [{ imageDigest }] : tags.map((tag) => ({ imageDigest, imageTag: tag }));
}
