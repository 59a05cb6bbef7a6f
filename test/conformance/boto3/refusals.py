"""What boto3 makes of errors, and which it overcomes by itself."""

from botocore.exceptions import ClientError
from clients import client, cloudwatch, ecr, ecs, elb, logs, outcome, wait
from repositories import manifest
from service import NETWORK, register


def errors():
    """Each refusal, as the exception that boto3 makes of it."""
    ecs.create_cluster(clusterName="demo")
    ecs.create_cluster(clusterName="full")
    definition = register("registry.test/web:1")
    gone = register("registry.test/web:2")
    ecs.deregister_task_definition(taskDefinition=gone)
    for cluster, name in [("demo", "web"), ("full", "web"), ("demo", "gone")]:
        ecs.create_service(
            cluster=cluster,
            serviceName=name,
            taskDefinition=definition,
            desiredCount=0,
            launchType="FARGATE",
            networkConfiguration=NETWORK,
        )
    ecs.delete_service(cluster="demo", service="gone")
    wait(ecs, "services_inactive", cluster="demo", services=["gone"])
    ecr.create_repository(repositoryName="web", imageTagMutability="IMMUTABLE")
    ecr.put_image(repositoryName="web", imageManifest=manifest("1"), imageTag="1")
    logs.create_log_group(logGroupName="here")
    balancer = elb.create_load_balancer(Name="web", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    group = elb.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId="vpc-1", TargetType="ip")
    elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroups"][0]["TargetGroupArn"]}],
    )
    calls = [
        (ecs.describe_services, {"cluster": "nope", "services": ["web"]}),
        (ecs.update_service, {"cluster": "demo", "service": "nope"}),
        (ecs.update_service, {"cluster": "demo", "service": "gone", "desiredCount": 1}),
        (ecs.update_service, {"cluster": "demo", "service": "web", "taskDefinition": "web:99"}),
        (ecs.update_service, {"cluster": "demo", "service": "web", "taskDefinition": gone}),
        (ecs.delete_cluster, {"cluster": "full"}),
        (ecs.describe_task_definition, {"taskDefinition": "nope"}),
        (ecs.describe_tasks, {"cluster": "demo", "tasks": []}),
        (ecs.stop_task, {"cluster": "demo", "task": "0" * 32}),
        (ecs.register_task_definition, {"family": "web", "containerDefinitions": []}),
        (elb.describe_target_groups, {"Names": ["nope"]}),
        (elb.describe_load_balancers, {"Names": ["nope"]}),
        (elb.delete_target_group, {"TargetGroupArn": group["TargetGroups"][0]["TargetGroupArn"]}),
        (ecr.describe_repositories, {"repositoryNames": ["nope"]}),
        (ecr.describe_images, {"repositoryName": "web", "imageIds": [{"imageTag": "9"}]}),
        (ecr.create_repository, {"repositoryName": "web"}),
        (ecr.put_image, {"repositoryName": "web", "imageManifest": manifest("2"), "imageTag": "1"}),
        (ecr.delete_repository, {"repositoryName": "web"}),
        (ecr.get_lifecycle_policy, {"repositoryName": "web"}),
        (ecr.describe_image_scan_findings, {"repositoryName": "web", "imageId": {"imageTag": "1"}}),
        (logs.get_log_events, {"logGroupName": "nope", "logStreamName": "x"}),
        (logs.get_log_events, {"logGroupName": "here", "logStreamName": "x"}),
        (logs.create_log_group, {"logGroupName": "here"}),
        (cloudwatch.set_alarm_state, {"AlarmName": "nope", "StateValue": "OK", "StateReason": "x"}),
    ]
    return [outcome(call, **arguments) for call, arguments in calls]


def modelled():
    """Exceptions are caught by the classes that a client has for them."""
    ecs.create_cluster(clusterName="demo")
    caught = []
    for service, name, call, arguments in [
        (ecs, "ClusterNotFoundException", ecs.list_tasks, {"cluster": "nope"}),
        (ecs, "ServiceNotFoundException", ecs.delete_service, {"cluster": "demo", "service": "nope"}),
        (ecs, "ClientException", ecs.describe_task_definition, {"taskDefinition": "nope"}),
        (elb, "TargetGroupNotFoundException", elb.describe_target_groups, {"Names": ["nope"]}),
        (ecr, "RepositoryNotFoundException", ecr.list_images, {"repositoryName": "nope"}),
        (logs, "ResourceNotFoundException", logs.describe_log_streams, {"logGroupName": "nope"}),
        (
            cloudwatch,
            "ResourceNotFound",
            cloudwatch.set_alarm_state,
            {"AlarmName": "nope", "StateValue": "OK", "StateReason": "x"},
        ),
    ]:
        try:
            call(**arguments)
        except getattr(service.exceptions, name):
            caught.append(name)
    return caught


def throttled(mode, attempts):
    """More registrations than the quota lets through at once, with boto3's own retries."""
    patient = client("ecs", retries={"mode": mode, "total_max_attempts": int(attempts)})
    containers = [{"name": "app", "image": "registry.test/web:1", "memory": 64}]
    outcomes, retries, text = [], 0, None
    for _ in range(30):
        try:
            answer = patient.register_task_definition(family="web", containerDefinitions=containers)
            outcomes.append(answer["taskDefinition"]["revision"])
            retries += answer["ResponseMetadata"]["RetryAttempts"]
        except ClientError as error:
            outcomes.append(error.response["Error"]["Code"])
            text = str(error)
    fine = [one for one in outcomes if isinstance(one, int)]
    refused = [one for one in outcomes if isinstance(one, str)]
    return {
        "fine": fine,
        "refused": sorted(set(refused)),
        "retries": retries,
        "text": text,
    }


def patience():
    """What boto3 asks again for by itself: broken connections, faults of the server, throttling."""
    ecs.create_cluster(clusterName="demo")
    patient = client("ecs", retries={"mode": "standard", "total_max_attempts": 3})
    return patient.describe_clusters(clusters=["demo"])["ResponseMetadata"]["RetryAttempts"]
