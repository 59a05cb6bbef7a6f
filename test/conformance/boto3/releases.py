"""Releases that go well, that the circuit breaker takes back, and that fail and stay."""

from alarms import alarm
from clients import cloudwatch, ecs, elb, logs, outcome, wait
from service import create_world, deployments_of, describe, register, short, tasks_of, until
from service import wait_until_completed, wait_until_stable


def release():
    """The success story."""
    group = create_world()
    before = [task["taskArn"] for task in tasks_of()]
    first = describe()
    updated = ecs.update_service(cluster="demo", service="web", taskDefinition=register("registry.test/web:2"))
    started = deployments_of(updated["service"])
    wait_until_completed()
    wait(ecs, "tasks_stopped", cluster="demo", tasks=before)
    tasks = tasks_of()
    wait(ecs, "tasks_running", cluster="demo", tasks=[task["taskArn"] for task in tasks])
    wait(elb, "target_in_service", TargetGroupArn=group)
    targets = elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    stream = "web/app/" + short(tasks[0]["taskArn"])
    service = describe()
    return {
        "started": started,
        "deployments": deployments_of(service),
        "images": [container["image"] for task in tasks for container in task["containers"]],
        "digests": len({container["imageDigest"] for task in tasks for container in task["containers"]}),
        "addresses": sorted(
            container["networkInterfaces"][0]["privateIpv4Address"]
            for task in tasks
            for container in task["containers"]
        ),
        "targets": sorted(target["Target"]["Id"] for target in targets),
        "health": [target["TargetHealth"]["State"] for target in targets],
        "seconds": (service["deployments"][0]["updatedAt"] - first["createdAt"]).total_seconds(),
        "zone": str(service["createdAt"].tzinfo),
        "events": [event["message"] for event in service["events"]],
        "logged": [
            event["message"]
            for event in logs.get_log_events(logGroupName="/ecs/web", logStreamName=stream)["events"]
        ],
    }


def rollback():
    """The circuit breaker goes back, and the waiter calls that stable."""
    create_world()
    bad = register("registry.test/web:bad")
    updated = ecs.update_service(cluster="demo", service="web", taskDefinition=bad)
    during = deployments_of(updated["service"])
    wait_until_completed()
    service = describe()
    stopped = tasks_of("STOPPED")
    return {
        "asked": short(bad),
        "during": during,
        "deployments": deployments_of(service),
        "serves": short(service["taskDefinition"]),
        "events": [event["message"] for event in service["events"]],
        "stopped": [
            {
                "code": task["stopCode"],
                "reason": task["stoppedReason"],
                "exits": [container.get("exitCode") for container in task["containers"]],
            }
            for task in stopped
            if short(task["taskDefinitionArn"]) == short(bad)
        ],
    }


def failed():
    """A failed deployment without rollback: two deployments stay, and the waiter waits to its end."""
    create_world()
    ecs.update_service(
        cluster="demo",
        service="web",
        taskDefinition=register("registry.test/web:bad"),
        deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": False}},
    )
    until(lambda: describe()["deployments"][0]["rolloutState"], "FAILED")
    return {"waiter": outcome(wait_until_stable, MaxAttempts=2), "deployments": deployments_of(describe())}


def deployments():
    """What newer versions of boto3 know: service deployments and revisions, deployment alarms, and how to stop one."""
    create_world()
    alarm("errors")
    ecs.update_service(
        cluster="demo",
        service="web",
        taskDefinition=register("registry.test/web:2"),
        deploymentConfiguration={
            "alarms": {"alarmNames": ["errors"], "enable": True, "rollback": True},
            "bakeTimeInMinutes": 0,
        },
    )
    good = newest_deployment("SUCCESSFUL")
    revision = ecs.describe_service_revisions(serviceRevisionArns=[good["targetServiceRevision"]["arn"]])[
        "serviceRevisions"
    ][0]
    ecs.update_service(cluster="demo", service="web", taskDefinition=register("registry.test/web:slow"))
    under_way = newest_deployment("IN_PROGRESS")
    stopped = ecs.stop_service_deployment(
        serviceDeploymentArn=under_way["serviceDeploymentArn"], stopType="ROLLBACK"
    )
    taken_back = newest_deployment("ROLLBACK_SUCCESSFUL")
    again = outcome(
        ecs.stop_service_deployment, serviceDeploymentArn=under_way["serviceDeploymentArn"], stopType="ROLLBACK"
    )
    ecs.update_service(cluster="demo", service="web", taskDefinition=register("registry.test/web:slow"))
    newest_deployment("IN_PROGRESS")
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="for a test")
    alarmed = newest_deployment("ROLLBACK_SUCCESSFUL")
    listed = ecs.list_service_deployments(
        cluster="demo", service="web", status=["ROLLBACK_SUCCESSFUL"], maxResults=1
    )
    old = ecs.deregister_task_definition(taskDefinition="web:4")["taskDefinition"]["taskDefinitionArn"]
    removed = ecs.delete_task_definitions(taskDefinitions=[old])
    return {
        "good": good["status"],
        "revision": [short(revision["taskDefinition"]), revision["containerImages"][0]["image"]],
        "stopped": stopped["serviceDeploymentArn"] == under_way["serviceDeploymentArn"],
        "taken_back": [taken_back["status"], taken_back["rollback"]["reason"]],
        "again": again,
        "alarmed": [alarmed["alarms"]["status"], alarmed["alarms"]["triggeredAlarmNames"]],
        "listed": [len(listed["serviceDeployments"]), "nextToken" in listed],
        "serves": short(describe()["taskDefinition"]),
        "removed": [one["status"] for one in removed["taskDefinitions"]],
    }


def newest_deployment(status):
    """Of the service, once it has this status."""

    def look():
        briefs = ecs.list_service_deployments(cluster="demo", service="web")["serviceDeployments"]
        return max(briefs, key=lambda brief: brief["createdAt"])

    until(lambda: look()["status"], status)
    arn = look()["serviceDeploymentArn"]
    return ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]
