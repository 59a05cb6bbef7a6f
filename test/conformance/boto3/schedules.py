"""What starts tasks beside services: rules of EventBridge, and schedules."""

from clients import client, outcome

ACCOUNT = "us-east-1:123456789012"
CLUSTER = f"arn:aws:ecs:{ACCOUNT}:cluster/demo"
ROLE = "arn:aws:iam::123456789012:role/ecsEventsRole"
WINDOW = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15}


def task(revision):
    return {"TaskDefinitionArn": f"arn:aws:ecs:{ACCOUNT}:task-definition/nightly:{revision}", "TaskCount": 2}


def target(name, revision):
    return {"Id": name, "Arn": CLUSTER, "RoleArn": ROLE, "EcsParameters": task(revision)}


def revisions(targets):
    return [one["EcsParameters"]["TaskDefinitionArn"].rsplit(":", 1)[1] for one in targets]


def rules():
    events = client("events")
    bus = events.create_event_bus(Name="orders")["EventBusArn"]
    for hour in range(3):
        events.put_rule(Name=f"night-{hour}", ScheduleExpression=f"cron(0 {hour} * * ? *)", State="DISABLED")
    events.put_rule(Name="ordered", EventBusName=bus, EventPattern='{"source":["shop"]}')
    put = events.put_targets(Rule="night-0", Targets=[target(str(number), number) for number in range(1, 6)])
    events.put_targets(Rule="ordered", EventBusName="orders", Targets=[target("only", 7)])
    # Of the same id: replaced, in its place.
    events.put_targets(Rule="night-0", Targets=[target("2", 20)])
    walk = events.get_paginator("list_rules").paginate(PaginationConfig={"PageSize": 2})
    targets = events.get_paginator("list_targets_by_rule").paginate(Rule="night-0", PaginationConfig={"PageSize": 2})
    by_target = events.get_paginator("list_rule_names_by_target").paginate(TargetArn=CLUSTER, EventBusName="orders")
    first = events.list_event_buses(Limit=1)
    second = events.list_event_buses(Limit=1, NextToken=first["NextToken"])
    rule = events.describe_rule(Name="night-1")
    told = {
        "failed": [put["FailedEntryCount"], put["FailedEntries"]],
        "pages": [[one["Name"] for one in page["Rules"]] for page in walk],
        "of_another_bus": [one["Arn"] for one in events.list_rules(EventBusName="orders")["Rules"]],
        "targets": [revisions(page["Targets"]) for page in targets],
        "whole": events.list_targets_by_rule(Rule="ordered", EventBusName=bus)["Targets"] == [target("only", 7)],
        "by_target": [name for page in by_target for name in page["RuleNames"]],
        "buses": [one["Name"] for page in [first, second] for one in page["EventBuses"]] + ["NextToken" in second],
        "rule": [rule["ScheduleExpression"], rule["State"], rule["EventBusName"]],
        "unknown": outcome(events.describe_rule, Name="night-9"),
        "without_bus": outcome(events.list_rules, EventBusName="nope"),
        "has_targets": outcome(events.delete_rule, Name="night-0"),
        "too_many": outcome(events.put_targets, Rule="night-0", Targets=[target("6", 6)]),
        "without_task": outcome(
            events.put_targets, Rule="night-1", Targets=[{"Id": "1", "Arn": CLUSTER, "RoleArn": ROLE}]
        ),
        "twice": outcome(events.create_event_bus, Name="orders"),
    }
    events.remove_targets(Rule="ordered", EventBusName="orders", Ids=["only"])
    events.delete_rule(Name="ordered", EventBusName="orders")
    return {**told, "left": events.list_rules(EventBusName="orders")["Rules"]}


def schedules():
    scheduler = client("scheduler")
    group = scheduler.create_schedule_group(Name="shop")["ScheduleGroupArn"]
    runs = {"Arn": CLUSTER, "RoleArn": ROLE, "EcsParameters": task(1)}
    for name in ["b", "a", "c"]:
        scheduler.create_schedule(
            Name=name,
            GroupName="shop",
            ScheduleExpression="cron(0 3 * * ? *)",
            ScheduleExpressionTimezone="Europe/Helsinki",
            FlexibleTimeWindow=WINDOW,
            Target=runs,
        )
    once = {"ScheduleExpression": "at(2030-01-01T00:00:00)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": runs}
    # The same request again is no second schedule.
    made = [scheduler.create_schedule(Name="once", ClientToken="t", **once)["ScheduleArn"] for _ in range(2)]
    walk = scheduler.get_paginator("list_schedules").paginate(PaginationConfig={"PageSize": 3})
    groups = scheduler.get_paginator("list_schedule_groups").paginate(PaginationConfig={"PageSize": 1})
    schedule = scheduler.get_schedule(Name="a", GroupName="shop")
    told = {
        "group": group,
        "made": [len(set(made)), made[0]],
        "pages": [[f"{one['GroupName']}/{one['Name']}" for one in page["Schedules"]] for page in walk],
        # The list tells only the ARN of a target.
        "listed": scheduler.list_schedules(GroupName="shop", NamePrefix="b")["Schedules"][0]["Target"],
        "groups": [[one["Name"] for one in page["ScheduleGroups"]] for page in groups],
        "task": schedule["Target"]["EcsParameters"],
        "retries": schedule["Target"]["RetryPolicy"],
        "window": schedule["FlexibleTimeWindow"] == WINDOW,
        "zone": schedule["ScheduleExpressionTimezone"],
        "dated": schedule["CreationDate"] == schedule["LastModificationDate"],
        "unknown": outcome(scheduler.get_schedule, Name="a"),
        "without_group": outcome(scheduler.list_schedules, GroupName="nope"),
        "twice": outcome(scheduler.create_schedule, Name="once", ClientToken="u", **once),
        "expression": outcome(scheduler.create_schedule, Name="d", **{**once, "ScheduleExpression": "every night"}),
    }
    scheduler.delete_schedule(Name="once")
    return {**told, "gone": outcome(scheduler.delete_schedule, Name="once")}
