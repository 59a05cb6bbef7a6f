import type {
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { findTagged } from '../find.ts';
import { tagsOn } from '../tags.ts';

export const DescribeTags: Operation<DescribeTagsCommandInput, Output<DescribeTagsCommandOutput>> = (
  world,
  input,
) => ({
  TagDescriptions: (input.ResourceArns ?? []).map((arn) => {
    findTagged(world, arn);
    return { ResourceArn: arn, Tags: tagsOn(world, arn) };
  }),
});
