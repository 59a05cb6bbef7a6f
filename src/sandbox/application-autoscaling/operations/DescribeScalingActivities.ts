import type {
  DescribeScalingActivitiesCommandInput,
  DescribeScalingActivitiesCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import type { Operation, Output } from '../../operation.ts';
import { select } from '../select.ts';

/** Always empty: nothing in the sandbox scales by itself. */
export const DescribeScalingActivities: Operation<
  DescribeScalingActivitiesCommandInput,
  Output<DescribeScalingActivitiesCommandOutput>
> = (_world, input) => {
  const { next } = select([], input);
  return { ScalingActivities: [], NextToken: next };
};
