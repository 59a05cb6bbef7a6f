import type { World } from '../world.ts';
import { keyOf, type ScalingPolicyRecord } from './state.ts';

/** The alarms that came with a policy go with it. */
export function deletePolicy(world: World, policy: ScalingPolicyRecord): void {
  for (const name of policy.alarmNames) world.cloudwatch.alarms.delete(name);
  world.autoscaling.policies.delete(keyOf(policy, policy.name));
}
