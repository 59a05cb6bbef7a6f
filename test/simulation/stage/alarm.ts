import { cloudwatchOperations } from '../../../src/sandbox/cloudwatch/operations/index.ts';
import type { World } from '../../../src/sandbox/world.ts';
import { caller } from './caller.ts';

/** The alarm that services watch, where they watch one. */
export const alarmName = 'errors';

export function putAlarm(world: World): void {
  cloudwatchOperations.PutMetricAlarm(
    world,
    {
      AlarmName: alarmName,
      MetricName: '5XXError',
      Namespace: 'AWS/ApplicationELB',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    caller,
  );
  setAlarm(world, 'OK');
}

export function setAlarm(world: World, state: 'OK' | 'ALARM'): void {
  cloudwatchOperations.SetAlarmState(
    world,
    { AlarmName: alarmName, StateValue: state, StateReason: 'the history says so' },
    caller,
  );
}
