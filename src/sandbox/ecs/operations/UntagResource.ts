import type { UntagResourceCommandInput, UntagResourceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findTagged } from '../lookup/tagged-resource.ts';

export const UntagResource: Operation<UntagResourceCommandInput, UntagResourceResponse> = (world, input) => {
  const resource = findTagged(world, input.resourceArn ?? '');
  const keys = input.tagKeys ?? [];
  resource.tags = resource.tags.filter((tag) => !keys.includes(tag.key ?? ''));
  return {};
};
