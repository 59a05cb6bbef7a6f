import type { UntagResourceCommandInput } from '@aws-sdk/client-codedeploy';
import type { NoOutput, Operation } from '../../operation.ts';
import { findTagged } from '../lookup/tagged.ts';

export const UntagResource: Operation<UntagResourceCommandInput, NoOutput> = (world, input) => {
  const tagged = findTagged(world, input.ResourceArn);
  tagged.tags = tagged.tags.filter(({ Key = '' }) => !(input.TagKeys ?? []).includes(Key));
  return {};
};
