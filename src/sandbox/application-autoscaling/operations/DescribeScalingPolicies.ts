import type {
  DescribeScalingPoliciesCommandInput,
  DescribeScalingPoliciesCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import type { Operation, Output } from '../../operation.ts';
import { describePolicy } from '../describe-policy.ts';
import { matches, select } from '../select.ts';

export const DescribeScalingPolicies: Operation<
  DescribeScalingPoliciesCommandInput,
  Output<DescribeScalingPoliciesCommandOutput>
> = (world, input) => {
  const wanted = [...world.autoscaling.policies.values()].filter(
    (policy) => matches(policy, input) && (input.PolicyNames?.includes(policy.name) ?? true),
  );
  const page = select(wanted, input);
  return { ScalingPolicies: page.items.map((item) => describePolicy(world, item)), NextToken: page.next };
};
