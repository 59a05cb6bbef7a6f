import type {
  Alarm,
  PutScalingPolicyCommandInput,
  PutScalingPolicyCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import { PutMetricAlarm } from '../../cloudwatch/operations/PutMetricAlarm.ts';
import type { Caller, Operation, Output } from '../../operation.ts';
import type { World } from '../../world.ts';
import { describeAlarms } from '../describe-policy.ts';
import { trackingAlarms } from '../policy-alarms.ts';
import { invalid, notFound } from '../refusals.ts';
import { keyOf, type ScalingPolicyRecord, type TargetId } from '../state.ts';
import { targetIdOf } from '../target-id.ts';

/** Creates or replaces a policy. It is kept with its alarms, and scales nothing. */
export const PutScalingPolicy: Operation<
  PutScalingPolicyCommandInput,
  Output<PutScalingPolicyCommandOutput>
> = (world, input, caller) => {
  const id = targetIdOf(input);
  if (!world.autoscaling.targets.has(keyOf(id))) throw notFound('scalable target registered', id);
  const name = input.PolicyName ?? '';
  const known = world.autoscaling.policies.get(keyOf(id, name));
  const settings = { ...known?.settings, ...input };
  requireConfiguration(settings);
  const policy: ScalingPolicyRecord = known ?? {
    ...id,
    name,
    arn: `arn:aws:autoscaling:${world.region}:${world.account}:scalingPolicy:${world.random.uuid()}:resource/ecs/${id.resourceId}:policyName/${name}`,
    createdAt: world.timeline.now(),
    settings,
    alarmNames: [],
  };
  policy.settings = settings;
  for (const alarm of policy.alarmNames) world.cloudwatch.alarms.delete(alarm);
  policy.alarmNames = putAlarms(world, id, policy, caller);
  world.autoscaling.policies.set(keyOf(id, name), policy);
  const alarms: Alarm[] = describeAlarms(world, policy);
  return { PolicyARN: policy.arn, Alarms: alarms };
};

const configurations = {
  TargetTrackingScaling: 'TargetTrackingScalingPolicyConfiguration',
  StepScaling: 'StepScalingPolicyConfiguration',
  PredictiveScaling: 'PredictiveScalingPolicyConfiguration',
} as const;

/** AWS documents that the type is required, and the configuration of that type; these texts are the sandbox's own. */
function requireConfiguration(settings: PutScalingPolicyCommandInput): void {
  const { PolicyType: type } = settings;
  if (type === undefined) throw invalid('PolicyType is required when creating a scaling policy.');
  const member = configurations[type];
  if (settings[member] === undefined) {
    throw invalid(`${member} is required for a policy of type ${type}.`);
  }
}

function putAlarms(
  world: World,
  id: TargetId,
  { arn, settings }: ScalingPolicyRecord,
  caller: Caller,
): string[] {
  const tracking = settings.TargetTrackingScalingPolicyConfiguration;
  if (settings.PolicyType !== 'TargetTrackingScaling' || tracking === undefined) return [];
  const alarms = trackingAlarms(id, tracking, arn, () => world.random.uuid());
  for (const alarm of alarms) PutMetricAlarm(world, alarm, caller);
  return alarms.map(({ AlarmName }) => AlarmName ?? '');
}
