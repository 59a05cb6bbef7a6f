import type { Rehearsal } from './rehearsal.ts';

/** An alarm `web-5xx`, OK, that turns only when a test says so. */
export async function putWebAlarm(rehearsal: Rehearsal): Promise<void> {
  await rehearsal.cloudWatch.putMetricAlarm({
    AlarmName: 'web-5xx',
    MetricName: 'HTTPCode_Target_5XX_Count',
    Namespace: 'AWS/ApplicationELB',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  await setAlarm(rehearsal, 'OK');
}

export async function setAlarm({ cloudWatch }: Rehearsal, state: 'OK' | 'ALARM'): Promise<void> {
  await cloudWatch.setAlarmState({ AlarmName: 'web-5xx', StateValue: state, StateReason: 'a rehearsal' });
}
