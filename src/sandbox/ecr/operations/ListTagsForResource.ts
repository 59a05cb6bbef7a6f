import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { findTagged } from '../tagged-repository.ts';

export const ListTagsForResource: Operation<
  ListTagsForResourceCommandInput,
  Output<ListTagsForResourceCommandOutput>
> = (world, input) => {
  const { resourceTags } = findTagged(world, input.resourceArn);
  return { tags: [...resourceTags].map(([Key, Value]) => ({ Key, Value })) };
};
