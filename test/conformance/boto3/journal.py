"""Logs, and who asks."""

import time

from clients import client, logs


def journal():
    """Log groups and streams, read in both ways."""
    logs.create_log_group(logGroupName="shop")
    logs.create_log_stream(logGroupName="shop", logStreamName="a")
    now = int(time.time() * 1000)
    logs.put_log_events(
        logGroupName="shop",
        logStreamName="a",
        logEvents=[{"timestamp": now + n, "message": f"{'ERROR' if n % 2 else 'fine'} {n}"} for n in range(6)],
    )
    found = logs.filter_log_events(logGroupName="shop", filterPattern="ERROR")["events"]
    page = logs.get_log_events(logGroupName="shop", logStreamName="a", startFromHead=True, limit=4)
    rest = logs.get_log_events(
        logGroupName="shop", logStreamName="a", startFromHead=True, nextToken=page["nextForwardToken"]
    )
    end = logs.get_log_events(
        logGroupName="shop", logStreamName="a", startFromHead=True, nextToken=rest["nextForwardToken"]
    )
    streams = logs.describe_log_streams(logGroupName="shop")["logStreams"]
    logs.delete_log_group(logGroupName="shop")
    return {
        "found": [event["message"] for event in found],
        "pages": [[event["message"] for event in one["events"]] for one in [page, rest, end]],
        "ends": end["nextForwardToken"] == rest["nextForwardToken"],
        "streams": [stream["logStreamName"] for stream in streams],
        "groups": logs.describe_log_groups(logGroupNamePrefix="shop")["logGroups"],
        "account": client("sts").get_caller_identity()["Account"],
    }
