import type { ListImagesCommandInput, ListImagesCommandOutput, ImageIdentifier } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { findRepository, invalidToken } from '../refusals.ts';
import { tagsOf } from '../repository.ts';

/** One entry per tag, and one for each image without any. */
export const ListImages: Operation<ListImagesCommandInput, Output<ListImagesCommandOutput>> = (
  world,
  input,
) => {
  const repository = findRepository(world, input.repositoryName);
  const ids = [...repository.images.keys()].flatMap((imageDigest): ImageIdentifier[] => {
    const tags = tagsOf(repository, imageDigest);
    return tags.length === 0 ? [{ imageDigest }] : tags.map((imageTag) => ({ imageDigest, imageTag }));
  });
  const status = input.filter?.tagStatus ?? 'ANY';
  const page = pageOf(
    ids.filter((id) => status === 'ANY' || (status === 'TAGGED') === (id.imageTag !== undefined)),
    { token: input.nextToken, limit: input.maxResults, defaultLimit: 100 },
    (id) => `${id.imageDigest ?? ''} ${id.imageTag ?? ''}`,
    invalidToken,
  );
  return { imageIds: page.items, nextToken: page.next };
};
