import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findTagged } from '../lookup/tagged.ts';

export const ListTagsForResource: Operation<
  ListTagsForResourceCommandInput,
  Output<ListTagsForResourceCommandOutput>
> = (world, input) => {
  return { Tags: [...findTagged(world, input.ResourceArn).tags] };
};
