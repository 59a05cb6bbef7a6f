import type { TagResourceCommandInput, TagResourceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findTagged } from '../lookup/tagged-resource.ts';
import { mergeTags } from '../validation/tags.ts';

export const TagResource: Operation<TagResourceCommandInput, TagResourceResponse> = (world, input) => {
  const resource = findTagged(world, input.resourceArn ?? '');
  resource.tags = mergeTags(resource.tags, input.tags);
  return {};
};
