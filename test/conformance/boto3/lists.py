"""Lists that come in pages."""

import json
import time

from alarms import alarm
from clients import cloudwatch, ecr, ecs, elb, logs, wait
from repositories import manifest
from service import NETWORK, register


def paginators():
    """Whole lists, a few items at a time."""
    logs.create_log_group(logGroupName="/ecs/web")
    for number in range(7):
        ecs.create_cluster(clusterName=f"c{number}")
        register("registry.test/web:1", family=f"f{number}")
        register("registry.test/web:1", family="many")
        ecs.create_service(
            cluster="c0",
            serviceName=f"s{number}",
            taskDefinition="many",
            desiredCount=1,
            launchType="FARGATE",
            networkConfiguration=NETWORK,
        )
        elb.create_target_group(Name=f"g{number}", Protocol="HTTP", Port=80, VpcId="vpc-1", TargetType="ip")
        elb.create_load_balancer(Name=f"b{number}", Subnets=["subnet-1", "subnet-2"])
        ecr.create_repository(repositoryName=f"r{number}")
        ecr.put_image(repositoryName="r0", imageManifest=manifest(str(number)), imageTag=str(number))
        logs.create_log_group(logGroupName=f"l{number}")
        logs.create_log_stream(logGroupName="l0", logStreamName=f"s{number}")
        alarm(f"a{number}")
    logs.put_log_events(
        logGroupName="l0",
        logStreamName="s0",
        logEvents=[{"timestamp": int(time.time() * 1000), "message": f"m{n}"} for n in range(7)],
    )
    wait(ecs, "services_stable", cluster="c0", services=["s0", "s6"])

    def walk(service, name, result, by=3, **arguments):
        pages = service.get_paginator(name).paginate(**arguments, PaginationConfig={"PageSize": by})
        lists = [page[result] for page in pages]
        distinct = {json.dumps(item, default=str, sort_keys=True) for items in lists for item in items}
        return {"paginator": name, "sizes": [len(items) for items in lists], "distinct": len(distinct)}

    return [
        walk(ecs, "list_clusters", "clusterArns"),
        walk(ecs, "list_task_definition_families", "families"),
        walk(ecs, "list_task_definitions", "taskDefinitionArns", familyPrefix="many"),
        walk(ecs, "list_services", "serviceArns", cluster="c0"),
        walk(ecs, "list_tasks", "taskArns", cluster="c0"),
        walk(elb, "describe_target_groups", "TargetGroups"),
        walk(elb, "describe_load_balancers", "LoadBalancers"),
        walk(ecr, "describe_repositories", "repositories"),
        walk(ecr, "list_images", "imageIds", repositoryName="r0"),
        walk(ecr, "describe_images", "imageDetails", repositoryName="r0"),
        walk(logs, "describe_log_groups", "logGroups"),
        walk(logs, "describe_log_streams", "logStreams", logGroupName="l0"),
        walk(logs, "filter_log_events", "events", logGroupName="l0"),
        walk(cloudwatch, "describe_alarms", "MetricAlarms"),
    ]
