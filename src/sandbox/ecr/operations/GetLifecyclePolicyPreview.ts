import type {
  GetLifecyclePolicyPreviewCommandInput,
  GetLifecyclePolicyPreviewCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { describeMark, findPreview } from '../lifecycle-preview.ts';
import { findRepository, invalidToken } from '../refusals.ts';
import type { LifecycleMark } from '../repository.ts';

/** The images that the policy would take, once that is known. */
export const GetLifecyclePolicyPreview: Operation<
  GetLifecyclePolicyPreviewCommandInput,
  Output<GetLifecyclePolicyPreviewCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const { text, marks } = findPreview(world, repository);
  const base = {
    registryId: world.account,
    repositoryName: repository.description.repositoryName,
    lifecyclePolicyText: text,
  };
  if (marks === undefined) return { ...base, status: 'IN_PROGRESS' };
  const page = pageOf(
    marks.filter((mark) => isWanted(input, mark)),
    { token: input.nextToken, limit: input.maxResults, defaultLimit: 100 },
    ({ image }) => image.digest,
    invalidToken,
  );
  const expiring = marks.filter(({ action }) => action === 'EXPIRE').length;
  const moving = marks.length - expiring;
  return {
    ...base,
    status: 'COMPLETE',
    previewResults: page.items.map(describeMark),
    nextToken: page.next,
    summary: {
      expiringImageTotalCount: expiring,
      ...(moving > 0 && {
        transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: moving }],
      }),
    },
  };
};

function isWanted(
  { imageIds, filter }: GetLifecyclePolicyPreviewCommandInput,
  { image, tags }: LifecycleMark,
): boolean {
  const status = filter?.tagStatus ?? 'ANY';
  const hasStatus = status === 'ANY' || (status === 'TAGGED') === tags.length > 0;
  const isNamed =
    imageIds?.some(
      ({ imageDigest, imageTag }) =>
        (imageDigest === undefined || imageDigest === image.digest) &&
        (imageTag === undefined || tags.includes(imageTag)),
    ) ?? true;
  return hasStatus && isNamed;
}
