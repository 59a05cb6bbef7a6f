import type { BatchGetImageCommandInput, BatchGetImageCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { findRepository } from '../refusals.ts';
import { request } from '../requested-images.ts';

/** An image that is not there is no error but an entry of `failures`. */
export const BatchGetImage: Operation<BatchGetImageCommandInput, Output<BatchGetImageCommandOutput>> = (
  world,
  input,
) => {
  const repository = findRepository(world, input.repositoryName);
  const requested = (input.imageIds ?? []).map((id) => request(repository, id));
  return {
    images: requested
      .filter((one) => one.kind === 'found')
      .map(({ id, image }) => ({
        registryId: world.account,
        repositoryName: repository.description.repositoryName,
        imageId: { imageDigest: image.digest, imageTag: id.imageTag },
        imageManifest: image.manifest,
        imageManifestMediaType: image.mediaType,
      })),
    failures: requested
      .filter((one) => one.kind === 'missing')
      .map(({ id, code, reason }) => ({ imageId: id, failureCode: code, failureReason: reason })),
  };
};
