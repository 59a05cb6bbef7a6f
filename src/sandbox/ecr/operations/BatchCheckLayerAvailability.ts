import type {
  BatchCheckLayerAvailabilityCommandInput,
  BatchCheckLayerAvailabilityCommandOutput,
  Layer,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { findRepository } from '../refusals.ts';
import type { Repository } from '../repository.ts';

const digestPattern = /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/;

export const BatchCheckLayerAvailability: Operation<
  BatchCheckLayerAvailabilityCommandInput,
  Output<BatchCheckLayerAvailabilityCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const digests = input.layerDigests ?? [];
  return {
    layers: digests
      .filter((digest) => digestPattern.test(digest))
      .map((layerDigest): Layer => {
        const layerSize = world.ecr.site.blobs.sizeIn(repository, layerDigest);
        if (layerSize === undefined) return { layerDigest, layerAvailability: 'UNAVAILABLE' };
        const mediaType = mediaTypeOf(repository, layerDigest);
        return { layerDigest, layerAvailability: 'AVAILABLE', layerSize, mediaType };
      }),
    failures: digests
      .filter((digest) => !digestPattern.test(digest))
      .map((layerDigest) => ({
        layerDigest,
        failureCode: 'InvalidLayerDigest',
        failureReason: `Invalid layer digest '${layerDigest}'`,
      })),
  };
};

interface Part {
  readonly digest?: string;
  readonly mediaType?: string;
}

/** What the first manifest that names a blob says it is; a blob that no manifest names yet is just bytes. */
function mediaTypeOf(repository: Repository, digest: string): string | undefined {
  for (const image of repository.images.values()) {
    if (!image.blobs.includes(digest)) continue;
    const { config, layers = [] } = JSON.parse(image.text) as { config?: Part; layers?: readonly Part[] };
    const part = [...layers, ...(config === undefined ? [] : [config])].find((one) => one.digest === digest);
    if (part?.mediaType !== undefined) return part.mediaType;
  }
  return undefined;
}
