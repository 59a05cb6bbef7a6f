import type {
  DescribeLoadBalancerAttributesCommandInput,
  DescribeLoadBalancerAttributesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { describeAttributes } from '../attributes.ts';
import { findLoadBalancer } from '../find.ts';

export const DescribeLoadBalancerAttributes: Operation<
  DescribeLoadBalancerAttributesCommandInput,
  Output<DescribeLoadBalancerAttributesCommandOutput>
> = (world, input) => ({
  Attributes: describeAttributes(findLoadBalancer(world, input.LoadBalancerArn).attributes),
});
