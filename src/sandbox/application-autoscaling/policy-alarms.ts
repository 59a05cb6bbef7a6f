import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { TargetTrackingScalingPolicyConfiguration } from '@aws-sdk/client-application-auto-scaling';
import type { TargetId } from './state.ts';

type Metric = Pick<PutMetricAlarmCommandInput, 'Namespace' | 'MetricName' | 'Dimensions' | 'Statistic'>;

/**
 * The two CloudWatch alarms of a target tracking policy, as AWS makes them: scale out after three minutes above the target, in
 * after fifteen below nine tenths of it.
 * @param uuid makes a new id for each name
 */
export function trackingAlarms(
  { resourceId }: TargetId,
  policy: TargetTrackingScalingPolicyConfiguration,
  policyArn: string,
  uuid: () => string,
): PutMetricAlarmCommandInput[] {
  const target = policy.TargetValue ?? 0;
  const base = { ...metricOf(resourceId, policy), Period: 60, AlarmActions: [policyArn] };
  return [
    {
      ...base,
      AlarmName: `TargetTracking-${resourceId}-AlarmHigh-${uuid()}`,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: target,
      EvaluationPeriods: 3,
    },
    {
      ...base,
      AlarmName: `TargetTracking-${resourceId}-AlarmLow-${uuid()}`,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: target * 0.9,
      EvaluationPeriods: 15,
    },
  ];
}

function metricOf(resourceId: string, policy: TargetTrackingScalingPolicyConfiguration): Metric {
  const { CustomizedMetricSpecification: custom, PredefinedMetricSpecification: predefined } = policy;
  if (custom !== undefined) {
    return {
      Namespace: custom.Namespace,
      MetricName: custom.MetricName,
      Dimensions: custom.Dimensions,
      Statistic: custom.Statistic,
    };
  }
  if (predefined?.PredefinedMetricType === 'ALBRequestCountPerTarget') {
    // `app/<name>/<id>/targetgroup/<name>/<id>`
    const group = predefined.ResourceLabel?.replace(/^.*(?=targetgroup\/)/, '');
    return {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'RequestCountPerTarget',
      Dimensions: [{ Name: 'TargetGroup', Value: group }],
      Statistic: 'Sum',
    };
  }
  const [, cluster, service] = resourceId.split('/');
  return {
    Namespace: 'AWS/ECS',
    MetricName:
      predefined?.PredefinedMetricType === 'ECSServiceAverageMemoryUtilization'
        ? 'MemoryUtilization'
        : 'CPUUtilization',
    Dimensions: [
      { Name: 'ClusterName', Value: cluster },
      { Name: 'ServiceName', Value: service },
    ],
    Statistic: 'Average',
  };
}
