import type { RegisterTargetsCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { NoOutput, Operation } from '../../operation.ts';
import { findTargetGroup } from '../find.ts';
import { addressOf } from '../target-address.ts';

/** A target that no task of the sandbox stands behind refuses connections, and becomes unhealthy. */
export const RegisterTargets: Operation<RegisterTargetsCommandInput, NoOutput> = (world, input) => {
  const group = findTargetGroup(world, input.TargetGroupArn);
  const addresses = (input.Targets ?? []).map((target) => addressOf(group, target));
  for (const address of addresses) {
    const { probe, habit, endpoint } = world.elbv2.behind(address) ?? { probe: refuse, habit: refuse };
    world.elbv2.registerTarget(group.arn, { ...address, probe, habit, endpoint });
  }
  return {};
};

function refuse(): { readonly kind: 'refused' } {
  return { kind: 'refused' };
}
