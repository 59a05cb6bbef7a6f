import type { TagResourceCommandInput } from '@aws-sdk/client-ecr';
import type { NoOutput, Operation } from '../../operation.ts';
import { findTagged } from '../tagged-repository.ts';

export const TagResource: Operation<TagResourceCommandInput, NoOutput> = (world, input) => {
  const { resourceTags } = findTagged(world, input.resourceArn);
  for (const { Key = '', Value = '' } of input.tags ?? []) resourceTags.set(Key, Value);
  return {};
};
