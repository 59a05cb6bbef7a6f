import type { Operation } from '../../operation.ts';
import { DeleteAlarms } from './DeleteAlarms.ts';
import { DescribeAlarms } from './DescribeAlarms.ts';
import { GetMetricData } from './GetMetricData.ts';
import { GetMetricStatistics } from './GetMetricStatistics.ts';
import { ListMetrics } from './ListMetrics.ts';
import { PutMetricAlarm } from './PutMetricAlarm.ts';
import { PutMetricData } from './PutMetricData.ts';
import { SetAlarmState } from './SetAlarmState.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const cloudwatchOperations = {
  DeleteAlarms,
  DescribeAlarms,
  GetMetricData,
  GetMetricStatistics,
  ListMetrics,
  PutMetricAlarm,
  PutMetricData,
  SetAlarmState,
} satisfies Record<string, Operation<never, object>>;
