"""Tasks, clusters and task definitions from their beginning to their end."""

from clients import ecs, logs, outcome, wait
from service import NETWORK, SERVICE, register, short, wait_until_stable


def tasks():
    """Tasks that somebody runs and stops, and what becomes of a service that is deleted."""
    logs.create_log_group(logGroupName="/ecs/web")
    ecs.create_cluster(clusterName="demo", tags=[{"key": "team", "value": "shop"}])
    definition = register("registry.test/web:1")
    run = ecs.run_task(
        cluster="demo",
        taskDefinition=definition,
        count=2,
        launchType="FARGATE",
        networkConfiguration=NETWORK,
        startedBy="boto3",
        overrides={"containerOverrides": [{"name": "app", "environment": [{"name": "MODE", "value": "once"}]}]},
        tags=[{"key": "why", "value": "test"}],
    )
    arns = [task["taskArn"] for task in run["tasks"]]
    wait(ecs, "tasks_running", cluster="demo", tasks=arns)
    ecs.stop_task(cluster="demo", task=arns[0], reason="enough")
    wait(ecs, "tasks_stopped", cluster="demo", tasks=arns[:1])
    both = ecs.describe_tasks(cluster="demo", tasks=[*arns, "0" * 32], include=["TAGS"])
    waited = outcome(wait, ecs, "tasks_running", cluster="demo", tasks=arns)
    ecs.create_service(
        cluster="demo",
        serviceName="web",
        taskDefinition=definition,
        desiredCount=1,
        launchType="FARGATE",
        networkConfiguration=NETWORK,
    )
    wait_until_stable()
    ecs.delete_service(cluster="demo", service="web", force=True)
    draining = outcome(wait_until_stable)
    wait(ecs, "services_inactive", **SERVICE)
    missing = outcome(wait, ecs, "services_stable", cluster="demo", services=["no"])
    return {
        "failures": [failure["reason"] for failure in both["failures"]],
        "tags": [task["tags"] for task in both["tasks"]],
        "tasks": sorted(
            [task["lastStatus"], task.get("stopCode"), task.get("stoppedReason"), task["startedBy"]]
            for task in both["tasks"]
        ),
        "waited": waited["text"],
        "draining": draining["text"],
        "missing": missing["text"],
    }


def housekeeping():
    """Definitions, clusters and tags from their beginning to their end."""
    ecs.create_cluster(clusterName="demo")
    ecs.put_cluster_capacity_providers(
        cluster="demo",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1}],
    )
    ecs.update_cluster(cluster="demo", settings=[{"name": "containerInsights", "value": "enabled"}])
    cluster = ecs.describe_clusters(clusters=["demo", "nope"], include=["SETTINGS", "TAGS"])
    register("registry.test/web:1", tags=[{"key": "commit", "value": "abc"}])
    second = register("registry.test/web:2")
    described = ecs.describe_task_definition(taskDefinition="web:1", include=["TAGS"])
    ecs.tag_resource(resourceArn=second, tags=[{"key": "a", "value": "b"}, {"key": "c", "value": "d"}])
    ecs.untag_resource(resourceArn=second, tagKeys=["a"])
    inactive = ecs.deregister_task_definition(taskDefinition=second)["taskDefinition"]
    listed = ecs.list_task_definitions(familyPrefix="web", status="INACTIVE")["taskDefinitionArns"]
    tags = ecs.list_tags_for_resource(resourceArn=second)["tags"]
    deleted = ecs.delete_cluster(cluster="demo")["cluster"]
    return {
        "failures": [failure["reason"] for failure in cluster["failures"]],
        "settings": cluster["clusters"][0]["settings"],
        "providers": cluster["clusters"][0]["capacityProviders"],
        "tags": [described["tags"], tags],
        "statuses": [described["taskDefinition"]["status"], inactive["status"], deleted["status"]],
        "compatible": described["taskDefinition"]["compatibilities"],
        "listed": [short(arn) for arn in listed],
    }
