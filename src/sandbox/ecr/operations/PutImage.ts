import type { PutImageCommandInput, PutImageCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { readManifest } from '../manifest.ts';
import { pushImage } from '../push-image.ts';
import { findRepository, invalidParameter } from '../refusals.ts';
import { refuseTagName } from '../tag-name.ts';

const codes = {
  'tag-taken': 'ImageTagAlreadyExistsException',
  'layers-missing': 'LayersNotFoundException',
  'images-missing': 'ReferencedImagesNotFoundException',
} as const;

export const PutImage: Operation<PutImageCommandInput, Output<PutImageCommandOutput>> = (world, input) => {
  const name = input.repositoryName ?? '';
  const repository = findRepository(world, name);
  const tag = input.imageTag;
  const illegal = tag === undefined ? undefined : refuseTagName(tag);
  if (illegal !== undefined) throw new ServiceError('InvalidParameterException', illegal);
  const manifest = readManifest(input.imageManifest ?? '', input.imageManifestMediaType);
  if (manifest === undefined) throw invalidParameter('ImageManifest', 'Invalid JSON syntax');
  const { digest } = manifest;
  if (input.imageDigest !== undefined && input.imageDigest !== digest) {
    const message = `The provided image digest '${input.imageDigest}' does not match the calculated digest '${digest}'`;
    throw new ServiceError('ImageDigestDoesNotMatchException', message);
  }
  const pushed = pushImage(world, repository, manifest, tag);
  if (pushed.kind === 'refused') throw new ServiceError(codes[pushed.because], pushed.message);
  if (pushed.kind === 'unchanged') {
    throw new ServiceError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${name}' in registry with id '${world.account}'`,
    );
  }
  return {
    image: {
      registryId: world.account,
      repositoryName: name,
      imageId: { imageDigest: digest, imageTag: tag },
      imageManifest: manifest.text,
      imageManifestMediaType: manifest.mediaType,
    },
  };
};
