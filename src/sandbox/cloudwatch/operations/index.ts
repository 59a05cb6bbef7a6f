import type { Operation } from '../../operation.ts';
import { DeleteAlarms } from './DeleteAlarms.ts';
import { DescribeAlarms } from './DescribeAlarms.ts';
import { PutMetricAlarm } from './PutMetricAlarm.ts';
import { SetAlarmState } from './SetAlarmState.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const cloudwatchOperations = {
  DeleteAlarms,
  DescribeAlarms,
  PutMetricAlarm,
  SetAlarmState,
} satisfies Record<string, Operation<never, object>>;
