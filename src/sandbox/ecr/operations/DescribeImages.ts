import type { DescribeImagesCommandInput, DescribeImagesCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { describeImage, requireImage } from '../describe-image.ts';
import { findRepository, invalidToken } from '../refusals.ts';
import { tagsOf, type Image } from '../repository.ts';

export const DescribeImages: Operation<DescribeImagesCommandInput, Output<DescribeImagesCommandOutput>> = (
  world,
  input,
) => {
  const repository = findRepository(world, input.repositoryName);
  const status = input.filter?.tagStatus ?? 'ANY';
  const hasStatus = (image: Image): boolean =>
    status === 'ANY' || (status === 'TAGGED') === tagsOf(repository, image.digest).length > 0;
  const wanted =
    input.imageIds?.map((id) => requireImage(world, repository, id)) ??
    [...repository.images.values()].filter(hasStatus);
  const page = pageOf(
    [...new Set(wanted)],
    { token: input.nextToken, limit: input.maxResults, defaultLimit: 100 },
    (image) => image.digest,
    invalidToken,
  );
  return {
    imageDetails: page.items.map((image) => describeImage(world, repository, image)),
    nextToken: page.next,
  };
};
