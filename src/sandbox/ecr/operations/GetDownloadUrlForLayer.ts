import type {
  GetDownloadUrlForLayerCommandInput,
  GetDownloadUrlForLayerCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { issueToken } from '../authorization.ts';
import { findRepository } from '../refusals.ts';

const hour = 60 * 60 * 1000;

/** An address that needs no login, for an hour: AWS's is one of S3, this one the sandbox's own registry. */
export const GetDownloadUrlForLayer: Operation<
  GetDownloadUrlForLayerCommandInput,
  Output<GetDownloadUrlForLayerCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const { repositoryName } = repository.description;
  const layerDigest = input.layerDigest ?? '';
  if (world.ecr.site.blobs.sizeIn(repository, layerDigest) === undefined) {
    throw new ServiceError(
      'LayersNotFoundException',
      `The layer with digest '${layerDigest}' does not exist in the repository with name '${repositoryName}' in the registry with id '${world.account}'`,
    );
  }
  const token = encodeURIComponent(issueToken(world, { lifetime: hour }).password);
  const downloadUrl = `${world.ecr.endpoint}/v2/${repositoryName}/blobs/${layerDigest}?token=${token}`;
  return { downloadUrl, layerDigest };
};
