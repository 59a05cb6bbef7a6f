import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { NoOutput, Operation } from '../../operation.ts';

/** A new alarm has no data yet; an existing one keeps its state (API_PutMetricAlarm). */
export const PutMetricAlarm: Operation<PutMetricAlarmCommandInput, NoOutput> = (world, input) => {
  const name = input.AlarmName ?? '';
  const now = world.timeline.now();
  const known = world.cloudwatch.alarm(name);
  const arn = `arn:aws:cloudwatch:${world.region}:${world.account}:alarm:${name}`;
  world.cloudwatch.alarms.set(name, {
    state: 'INSUFFICIENT_DATA',
    stateReason: 'Unchecked: Initial alarm creation',
    stateUpdatedAt: now,
    stateTransitionedAt: now,
    ...known,
    name,
    arn,
    settings: input,
    updatedAt: now,
  });
  const tags = (input.Tags ?? []).map((tag): [string, string] => [tag.Key ?? '', tag.Value ?? '']);
  if (known === undefined) world.cloudwatch.tags.set(arn, new Map(tags));
  return {};
};
