import type { ListTagsForResourceCommandInput, ListTagsForResourceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findTagged } from '../lookup/tagged-resource.ts';

export const ListTagsForResource: Operation<ListTagsForResourceCommandInput, ListTagsForResourceResponse> = (
  world,
  input,
) => ({ tags: [...findTagged(world, input.resourceArn ?? '').tags] });
