import type { DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { ServiceError } from '../../service-error.ts';
import { actionsOf, describeAlarm } from '../describe-alarm.ts';

/** Names that are unknown are just missing. Composite and log alarms are not played, so their lists are empty. */
export const DescribeAlarms: Operation<DescribeAlarmsCommandInput, Output<DescribeAlarmsCommandOutput>> = (
  world,
  input,
) => {
  const types = input.AlarmTypes ?? ['MetricAlarm'];
  const wanted = [...world.cloudwatch.alarms.values()].filter(
    (alarm) =>
      types.includes('MetricAlarm') &&
      (input.AlarmNames?.includes(alarm.name) ?? true) &&
      alarm.name.startsWith(input.AlarmNamePrefix ?? '') &&
      (input.StateValue === undefined || alarm.state === input.StateValue) &&
      (input.ActionPrefix === undefined ||
        actionsOf(alarm).some((a) => a.startsWith(input.ActionPrefix ?? ''))),
  );
  const page = pageOf(
    wanted.sort((a, b) => (a.name < b.name ? -1 : 1)),
    { token: input.NextToken, limit: input.MaxRecords, defaultLimit: 50 },
    (alarm) => alarm.name,
    () => new ServiceError('InvalidNextToken', 'The next token specified is invalid.'),
  );
  return { MetricAlarms: page.items.map(describeAlarm), CompositeAlarms: [], NextToken: page.next };
};
