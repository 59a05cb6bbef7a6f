import type {
  DescribeTargetGroupAttributesCommandInput,
  DescribeTargetGroupAttributesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { describeAttributes } from '../attributes.ts';
import { findTargetGroup } from '../find.ts';

export const DescribeTargetGroupAttributes: Operation<
  DescribeTargetGroupAttributesCommandInput,
  Output<DescribeTargetGroupAttributesCommandOutput>
> = (world, input) => ({
  Attributes: describeAttributes(findTargetGroup(world, input.TargetGroupArn).attributes),
});
