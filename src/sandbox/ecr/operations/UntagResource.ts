import type { UntagResourceCommandInput } from '@aws-sdk/client-ecr';
import type { NoOutput, Operation } from '../../operation.ts';
import { findTagged } from '../tagged-repository.ts';

export const UntagResource: Operation<UntagResourceCommandInput, NoOutput> = (world, input) => {
  const { resourceTags } = findTagged(world, input.resourceArn);
  for (const key of input.tagKeys ?? []) resourceTags.delete(key);
  return {};
};
