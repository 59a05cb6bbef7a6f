"""A service of two tasks behind a load balancer, and how it stands."""

import time

from clients import OFTEN, ecs, elb, logs, wait

NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"]}}
SERVICE = {"cluster": "demo", "services": ["web"]}


def create_world():
    """A service of two tasks behind a load balancer, steady."""
    balancer = elb.create_load_balancer(Name="web", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    group = elb.create_target_group(
        Name="web",
        Protocol="HTTP",
        Port=8080,
        VpcId="vpc-1",
        TargetType="ip",
        HealthCheckIntervalSeconds=5,
        HealthCheckTimeoutSeconds=2,
        HealthyThresholdCount=2,
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.modify_target_group_attributes(
        TargetGroupArn=group,
        Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "10"}],
    )
    elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    wait(elb, "load_balancer_available", Names=["web"])
    logs.create_log_group(logGroupName="/ecs/web")
    ecs.create_cluster(clusterName="demo")
    ecs.create_service(
        cluster="demo",
        serviceName="web",
        taskDefinition=register("registry.test/web:1"),
        desiredCount=2,
        launchType="FARGATE",
        networkConfiguration=NETWORK,
        loadBalancers=[{"targetGroupArn": group, "containerName": "app", "containerPort": 8080}],
        deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
    )
    wait_until_completed()
    return group


def register(image, family="web", **more):
    container = {
        "name": "app",
        "image": image,
        "portMappings": [{"containerPort": 8080}],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": "/ecs/web",
                "awslogs-region": "us-east-1",
                "awslogs-stream-prefix": "web",
            },
        },
    }
    answer = ecs.register_task_definition(
        family=family,
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        executionRoleArn="arn:aws:iam::123456789012:role/execution",
        containerDefinitions=[container],
        **more,
    )
    return answer["taskDefinition"]["taskDefinitionArn"]


def wait_until_stable(**settings):
    wait(ecs, "services_stable", every={**OFTEN, **settings}, **SERVICE)


def wait_until_completed():
    """The waiter may end before ECS calls the rollout completed, from when on there is something to go back to."""
    wait_until_stable()
    until(lambda: describe()["deployments"][0]["rolloutState"], "COMPLETED")


def until(look, wanted):
    """Looks until it sees what is wanted, or for long enough; returns what it saw."""
    give_up = time.monotonic() + 45
    while True:
        seen = look()
        if seen == wanted or time.monotonic() > give_up:
            return seen
        time.sleep(0.1)


def describe():
    return ecs.describe_services(**SERVICE)["services"][0]


def deployments_of(service):
    names = ["status", "taskDefinition", "rolloutState", "desiredCount", "runningCount"]
    return [
        {name: short(deployment[name]) for name in names}
        for deployment in service["deployments"]
    ]


def short(value):
    return value.rsplit("/", 1)[-1] if isinstance(value, str) else value


def tasks_of(status="RUNNING"):
    pages = ecs.get_paginator("list_tasks").paginate(
        cluster="demo", serviceName="web", desiredStatus=status, PaginationConfig={"PageSize": 1}
    )
    arns = [arn for page in pages for arn in page["taskArns"]]
    if not arns:
        return []
    return ecs.describe_tasks(cluster="demo", tasks=arns)["tasks"]
