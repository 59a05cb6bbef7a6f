"""Metrics of CloudWatch."""

from datetime import datetime, timedelta, timezone

from clients import cloudwatch, outcome


def metrics():
    start = datetime.now(timezone.utc).replace(second=0, microsecond=0) - timedelta(minutes=30)

    def datum(name, minutes, **measured):
        return {
            "MetricName": name,
            "Dimensions": [{"Name": "Service", "Value": "web"}],
            "Timestamp": start + timedelta(minutes=minutes),
            **measured,
        }

    def query(id, name, stat, **more):
        metric = {"Namespace": "shop", "MetricName": name, "Dimensions": [{"Name": "Service", "Value": "web"}]}
        return {"Id": id, "MetricStat": {"Metric": metric, "Period": 60, "Stat": stat}, **more}

    window = {"StartTime": start, "EndTime": start + timedelta(minutes=10)}
    # Large enough for a newer client to compress it.
    cloudwatch.put_metric_data(
        Namespace="shop",
        MetricData=[datum("requests", minutes, Value=1.0, Unit="Count") for minutes in range(10) for _ in range(20)],
    )
    set_of_values = {"SampleCount": 4, "Sum": 10, "Minimum": 1, "Maximum": 4}
    cloudwatch.put_metric_data(
        Namespace="shop",
        MetricData=[
            datum("errors", 0, Value=1.0),
            datum("errors", 3, Value=5.0),
            datum("latency", 0, Values=[0.1, 0.2, 0.9], Counts=[90, 8, 2], Unit="Seconds"),
            datum("latency", 1, StatisticValues=set_of_values, Unit="Seconds"),
        ],
    )
    queries = [
        query("errors", "errors", "Sum", ReturnData=False),
        query("requests", "requests", "Sum"),
        query("p99", "latency", "p99"),
        {"Id": "rate", "Expression": "100 * FILL(errors, 0) / requests", "Label": "in percent"},
    ]
    read = cloudwatch.get_metric_data(MetricDataQueries=queries, ScanBy="TimestampAscending", **window)
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=queries[:2], PaginationConfig={"PageSize": 4}, **window
    )
    statistics = cloudwatch.get_metric_statistics(
        Namespace="shop",
        MetricName="latency",
        Dimensions=[{"Name": "Service", "Value": "web"}],
        Period=60,
        Statistics=["Average", "SampleCount"],
        **window,
    )["Datapoints"]
    listed = cloudwatch.get_paginator("list_metrics").paginate(Namespace="shop", MetricName="latency")
    return {
        "results": [
            [one["Id"], one["Label"], one["Values"], one["StatusCode"]] for one in read["MetricDataResults"]
        ],
        "begins": read["MetricDataResults"][0]["Timestamps"][0] == start,
        "pages": [
            [len(one["Values"]) for one in page["MetricDataResults"]] for page in pages
        ],
        "statistics": sorted([one["SampleCount"], round(one["Average"], 3), one["Unit"]] for one in statistics),
        "listed": [[one["MetricName"], one["Dimensions"]] for page in listed for one in page["Metrics"]],
        "refused": [
            outcome(cloudwatch.put_metric_data, Namespace="AWS/ECS", MetricData=[datum("x", 0, Value=1.0)]),
            outcome(
                cloudwatch.put_metric_data,
                Namespace="shop",
                MetricData=[datum("x", 0, Value=1.0, StatisticValues=set_of_values)],
            ),
            outcome(cloudwatch.put_metric_data, Namespace="shop", MetricData=[datum("x", 0)]),
            outcome(
                cloudwatch.get_metric_data,
                MetricDataQueries=[queries[1], {"Id": "e", "Expression": "RATE(requests)"}],
                **window,
            ),
        ],
    }
