import type { RegisterTargetsCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { NoOutput, Operation } from '../../operation.ts';
import { findTargetGroup } from '../find.ts';
import { addressOf } from '../target-address.ts';

/** A target that no task of the sandbox stands behind refuses connections, and becomes unhealthy. */
export const RegisterTargets: Operation<RegisterTargetsCommandInput, NoOutput> = (world, input) => {
  const group = findTargetGroup(world, input.TargetGroupArn);
  const addresses = (input.Targets ?? []).map((target) => addressOf(group, target));
  for (const address of addresses) {
    const { probe, endpoint } = world.elbv2.behind(address) ?? {
      probe: () => ({ kind: 'refused' as const }),
    };
    world.elbv2.registerTarget(group.arn, { ...address, probe, endpoint });
  }
  return {};
};
