import type {
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import type { Operation, Output } from '../../operation.ts';
import { describeTarget } from '../describe-target.ts';
import { matches, select } from '../select.ts';

/** `SuspendedState` is always told. Resources without a target are just missing. */
export const DescribeScalableTargets: Operation<
  DescribeScalableTargetsCommandInput,
  Output<DescribeScalableTargetsCommandOutput>
> = (world, input) => {
  const { ServiceNamespace, ScalableDimension, ResourceIds } = input;
  const wanted = [...world.autoscaling.targets.values()].filter(
    (target) =>
      matches(target, { ServiceNamespace, ScalableDimension }) &&
      (ResourceIds?.includes(target.resourceId) ?? true),
  );
  const page = select(wanted, input);
  return { ScalableTargets: page.items.map((item) => describeTarget(world, item)), NextToken: page.next };
};
