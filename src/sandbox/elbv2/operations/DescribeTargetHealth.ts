import type {
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
  TargetHealthReasonEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { findTargetGroup } from '../find.ts';
import { addressOf } from '../target-address.ts';
import { targetKey, type TargetAddress } from '../target.ts';

/** Without `Targets` all that are registered, draining ones included; a named unknown one is `unused`. */
export const DescribeTargetHealth: Operation<
  DescribeTargetHealthCommandInput,
  Output<DescribeTargetHealthCommandOutput>
> = (world, input) => {
  const group = findTargetGroup(world, input.TargetGroupArn);
  const wanted: readonly TargetAddress[] =
    input.Targets === undefined
      ? [...group.targets.values()]
      : input.Targets.map((target) => addressOf(group, target));
  const checkPort = group.healthCheck.port;
  return {
    TargetHealthDescriptions: wanted.map((address) => {
      const { state, reason, description } = world.elbv2.targetHealth(group.arn, address);
      const zone = group.targets.get(targetKey(address))?.availabilityZone;
      return {
        Target: { Id: address.id, Port: address.port, AvailabilityZone: zone },
        HealthCheckPort: checkPort === 'traffic-port' ? String(address.port) : checkPort,
        TargetHealth: { State: state, Reason: reason as TargetHealthReasonEnum, Description: description },
      };
    }),
  };
};
