import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';

export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** Why, in CloudWatch's words. */
  readonly reason?: string | undefined;
}

/** The alarms that exist among these names; unknown ones are silently missing, as AWS has it. */
export async function describeAlarms(
  aws: Aws,
  names: readonly string[],
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<AlarmState[]> {
  if (names.length === 0) return [];
  const output = await call(
    aws,
    { operation: 'cloudwatch:DescribeAlarms', repeat: 'freely', ...options },
    aws.clients.cloudWatch,
    (cloudWatch, send) =>
      // Without AlarmTypes AWS returns metric alarms only.
      cloudWatch.describeAlarms(
        { AlarmNames: [...names], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 },
        send,
      ),
  );
  return [...(output.MetricAlarms ?? []), ...(output.CompositeAlarms ?? [])].map(
    ({ AlarmName, StateValue, StateReason }) => ({
      name: AlarmName ?? '',
      state: StateValue === 'OK' || StateValue === 'ALARM' ? StateValue : 'INSUFFICIENT_DATA',
      reason: StateReason,
    }),
  );
}
