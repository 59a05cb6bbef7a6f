import type { CloudWatch } from '@aws-sdk/client-cloudwatch';

/** An alarm that nothing but a test lets ring; it is OK. */
export async function createAlarm(cloudWatch: CloudWatch, name: string): Promise<void> {
  await cloudWatch.putMetricAlarm({
    AlarmName: name,
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'HTTPCode_Target_5XX_Count',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  await setAlarm(cloudWatch, name, 'OK');
}

export async function setAlarm(cloudWatch: CloudWatch, name: string, state: 'OK' | 'ALARM'): Promise<void> {
  await cloudWatch.setAlarmState({ AlarmName: name, StateValue: state, StateReason: 'a test says so' });
}
