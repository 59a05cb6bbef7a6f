import type { AddTagsCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { NoOutput, Operation } from '../../operation.ts';
import { findTagged } from '../find.ts';
import { addTags } from '../tags.ts';

export const AddTags: Operation<AddTagsCommandInput, NoOutput> = (world, input) => {
  const arns = input.ResourceArns ?? [];
  for (const arn of arns) findTagged(world, arn);
  for (const arn of arns) addTags(world, arn, input.Tags);
  return {};
};
