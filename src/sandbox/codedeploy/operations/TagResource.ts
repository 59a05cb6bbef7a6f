import type { TagResourceCommandInput } from '@aws-sdk/client-codedeploy';
import type { NoOutput, Operation } from '../../operation.ts';
import { findTagged } from '../lookup/tagged.ts';

export const TagResource: Operation<TagResourceCommandInput, NoOutput> = (world, input) => {
  const tagged = findTagged(world, input.ResourceArn);
  const given = input.Tags ?? [];
  const kept = tagged.tags.filter(({ Key }) => given.every((tag) => tag.Key !== Key));
  tagged.tags = [...kept, ...given];
  return {};
};
