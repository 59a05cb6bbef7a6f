import type { DeregisterTargetsCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { NoOutput, Operation } from '../../operation.ts';
import { findTargetGroup } from '../find.ts';
import { addressOf } from '../target-address.ts';

export const DeregisterTargets: Operation<DeregisterTargetsCommandInput, NoOutput> = (world, input) => {
  const group = findTargetGroup(world, input.TargetGroupArn);
  const addresses = (input.Targets ?? []).map((target) => addressOf(group, target));
  for (const address of addresses) world.elbv2.deregisterTarget(group.arn, address);
  return {};
};
