import type { BatchGetImageCommandInput, BatchGetImageCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { chooseManifest } from '../choose-manifest.ts';
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
      .map(({ id, image }) => {
        // What is asked for by its digest is exactly that.
        const accepted = id.imageDigest === undefined ? input.acceptedMediaTypes : undefined;
        const manifest = chooseManifest(repository, image, accepted);
        return {
          registryId: world.account,
          repositoryName: repository.description.repositoryName,
          imageId: { imageDigest: manifest.digest, imageTag: id.imageTag },
          imageManifest: manifest.text,
          imageManifestMediaType: manifest.mediaType,
        };
      }),
    failures: requested
      .filter((one) => one.kind === 'missing')
      .map(({ id, code, reason }) => ({ imageId: id, failureCode: code, failureReason: reason })),
  };
};
