import type { PutImageCommandInput, PutImageCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { readManifest } from '../manifest.ts';
import { findRepository, invalidParameter } from '../refusals.ts';
import { isImmutable } from '../tag-mutability.ts';

/** A tag given to another image leaves the one it was on, where the repository allows that. */
export const PutImage: Operation<PutImageCommandInput, Output<PutImageCommandOutput>> = (world, input) => {
  const name = input.repositoryName ?? '';
  const repository = findRepository(world, name);
  const text = input.imageManifest ?? '';
  const manifest = readManifest(text, input.imageManifestMediaType);
  if (manifest === undefined) {
    throw invalidParameter('imageManifest', 'must be a manifest in JSON');
  }
  const { digest } = manifest;
  if (input.imageDigest !== undefined && input.imageDigest !== digest) {
    const message = `The provided image digest '${input.imageDigest}' does not match the calculated digest '${digest}'`;
    throw new ServiceError('ImageDigestDoesNotMatchException', message);
  }
  const tag = input.imageTag;
  const known = tag === undefined ? undefined : repository.tags.get(tag);
  if (known === digest || (tag === undefined && repository.images.has(digest))) {
    throw new ServiceError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${name}' in registry with id '${world.account}'`,
    );
  }
  if (tag !== undefined && known !== undefined && isImmutable(repository, tag)) {
    throw new ServiceError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the repository is immutable.`,
    );
  }
  const pushedAt = repository.images.get(digest)?.pushedAt ?? world.timeline.now();
  repository.images.set(digest, { ...manifest, manifest: text, pushedAt });
  if (tag !== undefined) repository.tags.set(tag, digest);
  return {
    image: {
      registryId: world.account,
      repositoryName: name,
      imageId: { imageDigest: digest, imageTag: tag },
      imageManifest: text,
      imageManifestMediaType: manifest.mediaType,
    },
  };
};
