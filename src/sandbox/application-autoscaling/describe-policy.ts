import type { Alarm, ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { World } from '../world.ts';
import { describeId } from './describe-target.ts';
import type { ScalingPolicyRecord } from './state.ts';

export function describePolicy(world: World, policy: ScalingPolicyRecord): ScalingPolicy {
  const { settings } = policy;
  return {
    ...describeId(policy),
    PolicyARN: policy.arn,
    PolicyName: policy.name,
    PolicyType: settings.PolicyType,
    StepScalingPolicyConfiguration: settings.StepScalingPolicyConfiguration,
    TargetTrackingScalingPolicyConfiguration: settings.TargetTrackingScalingPolicyConfiguration,
    PredictiveScalingPolicyConfiguration: settings.PredictiveScalingPolicyConfiguration,
    Alarms: describeAlarms(world, policy),
    CreationTime: new Date(policy.createdAt),
  };
}

export function describeAlarms(world: World, { alarmNames }: ScalingPolicyRecord): Alarm[] {
  return alarmNames.map((name) => ({
    AlarmName: name,
    AlarmARN: `arn:aws:cloudwatch:${world.region}:${world.account}:alarm:${name}`,
  }));
}
