"""Alarms of CloudWatch."""

from clients import cloudwatch, wait


def alarm(name):
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="shop",
        MetricName="errors",
        Dimensions=[{"Name": "Service", "Value": "web"}],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=2,
        DatapointsToAlarm=1,
        Threshold=1.5,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
    )


def alarms():
    alarm("errors")
    wait(cloudwatch, "alarm_exists", AlarmNames=["errors"])
    new = cloudwatch.describe_alarms(AlarmNames=["errors", "no such"])["MetricAlarms"]
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="for a test")
    in_alarm = cloudwatch.describe_alarms(StateValue="ALARM")["MetricAlarms"]
    cloudwatch.delete_alarms(AlarmNames=["errors"])
    left = cloudwatch.describe_alarms()["MetricAlarms"]
    told = in_alarm[0]
    return {
        "new": [one["StateValue"] for one in new],
        "in_alarm": {
            name: told[name]
            for name in ["AlarmName", "StateValue", "StateReason", "Threshold", "Period", "DatapointsToAlarm"]
        },
        "dimensions": told["Dimensions"],
        "dated": told["StateUpdatedTimestamp"].tzinfo is not None,
        "left": len(left),
    }
