"""A service that CodeDeploy releases: its group, a canary to its end, one that waits for somebody, and one that is stopped."""

import hashlib
import json

from clients import client, ecs, elb, outcome, wait
from service import NETWORK, describe, register, short, until

GROUP = {"applicationName": "shop", "deploymentGroupName": "web"}
codedeploy = client("codedeploy")


def codedeploy_releases():
    """Everything from the application to a deployment that was taken back."""
    create_service()
    config = create_group()
    good = deploy("registry.test/web:2")
    until_canary(good)
    canary = target_of(good)
    wait(codedeploy, "deployment_successful", every={"Delay": 0.25, "MaxAttempts": 180}, deploymentId=good)
    released = primary()

    codedeploy.update_deployment_group(
        applicationName="shop",
        currentDeploymentGroupName="web",
        blueGreenDeploymentConfiguration=blue_green("STOP_DEPLOYMENT", 600),
    )
    asked = deploy("registry.test/web:3")
    until(lambda: info(asked)["status"], "Ready")
    codedeploy.continue_deployment(deploymentId=asked, deploymentWaitType="READY_WAIT")
    wait(codedeploy, "deployment_successful", every={"Delay": 0.25, "MaxAttempts": 180}, deploymentId=asked)

    stopped = deploy("registry.test/web:4")
    until(lambda: info(stopped)["status"], "Ready")
    busy = outcome(deploy, "registry.test/web:5")
    answer = codedeploy.stop_deployment(deploymentId=stopped, autoRollbackEnabled=True)
    waited = outcome(wait, codedeploy, "deployment_successful", deploymentId=stopped)
    until(lambda: "rollbackDeploymentId" in info(stopped).get("rollbackInfo", {}), True)
    back = info(stopped)["rollbackInfo"]["rollbackDeploymentId"]
    wait(codedeploy, "deployment_successful", every={"Delay": 0.25, "MaxAttempts": 180}, deploymentId=back)
    listed = codedeploy.get_paginator("list_deployments").paginate(**GROUP, includeOnlyStatuses=["Succeeded"])
    many = codedeploy.batch_get_deployments(deploymentIds=[good, stopped])["deploymentsInfo"]
    return {
        "config": config,
        "canary": [[one["taskSetLabel"], one["status"], one["trafficWeight"]] for one in canary["taskSetsInfo"]],
        "events": [event["lifecycleEventName"] for event in canary["lifecycleEvents"]],
        "ends": [event["status"] for event in target_of(good)["lifecycleEvents"]],
        "released": released,
        "busy": busy,
        "stop": answer["status"],
        "waited": waited,
        "stopped": [info(stopped)["status"], info(stopped)["errorInformation"]["code"]],
        "back": [info(back)["creator"], info(back)["status"]],
        "succeeded": sorted(one for page in listed for one in page["deployments"]) == sorted([good, asked, back]),
        "many": [one["status"] for one in many],
        "dated": info(good)["completeTime"] > info(good)["createTime"],
        "serves": primary(),
        "last": codedeploy.get_deployment_group(**GROUP)["deploymentGroupInfo"]["lastSuccessfulDeployment"][
            "deploymentId"
        ]
        == back,
    }


def create_service():
    """`web` with two tasks behind the target group `blue`."""
    balancer = elb.create_load_balancer(Name="web", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    blue, _ = [
        elb.create_target_group(
            Name=name,
            Protocol="HTTP",
            Port=8080,
            VpcId="vpc-1",
            TargetType="ip",
            HealthCheckIntervalSeconds=5,
            HealthCheckTimeoutSeconds=2,
            HealthyThresholdCount=2,
        )["TargetGroups"][0]["TargetGroupArn"]
        for name in ["blue", "green"]
    ]
    for port in [80, 8080]:
        elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"],
            Protocol="HTTP",
            Port=port,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": blue}],
        )
    client("logs").create_log_group(logGroupName="/ecs/web")
    ecs.create_cluster(clusterName="demo")
    ecs.create_service(
        cluster="demo",
        serviceName="web",
        taskDefinition=register("registry.test/web:1"),
        desiredCount=2,
        launchType="FARGATE",
        networkConfiguration=NETWORK,
        deploymentController={"type": "CODE_DEPLOY"},
        loadBalancers=[{"targetGroupArn": blue, "containerName": "app", "containerPort": 8080}],
    )
    until(lambda: describe()["taskSets"][0]["stabilityStatus"], "STEADY_STATE")


def create_group():
    """Application, configuration and group; how the configuration reads."""
    listeners = elb.describe_listeners(
        LoadBalancerArn=elb.describe_load_balancers(Names=["web"])["LoadBalancers"][0]["LoadBalancerArn"]
    )["Listeners"]
    by_port = {one["Port"]: one["ListenerArn"] for one in listeners}
    codedeploy.create_application(applicationName="shop", computePlatform="ECS")
    codedeploy.create_deployment_config(
        deploymentConfigName="tenth-for-five-minutes",
        computePlatform="ECS",
        trafficRoutingConfig={
            "type": "TimeBasedCanary",
            "timeBasedCanary": {"canaryPercentage": 10, "canaryInterval": 5},
        },
    )
    codedeploy.create_deployment_group(
        **GROUP,
        deploymentConfigName="tenth-for-five-minutes",
        serviceRoleArn="arn:aws:iam::123456789012:role/codedeploy",
        deploymentStyle={"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
        ecsServices=[{"clusterName": "demo", "serviceName": "web"}],
        loadBalancerInfo={
            "targetGroupPairInfoList": [
                {
                    "targetGroups": [{"name": "blue"}, {"name": "green"}],
                    "prodTrafficRoute": {"listenerArns": [by_port[80]]},
                    "testTrafficRoute": {"listenerArns": [by_port[8080]]},
                }
            ]
        },
        blueGreenDeploymentConfiguration=blue_green("CONTINUE_DEPLOYMENT", 0),
        autoRollbackConfiguration={
            "enabled": True,
            "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"],
        },
    )
    read = codedeploy.get_deployment_config(deploymentConfigName="tenth-for-five-minutes")
    return read["deploymentConfigInfo"]["trafficRoutingConfig"]


def blue_green(ready, minutes):
    return {
        "deploymentReadyOption": {"actionOnTimeout": ready, "waitTimeInMinutes": minutes},
        "terminateBlueInstancesOnDeploymentSuccess": {
            "action": "TERMINATE",
            "terminationWaitTimeInMinutes": 1,
        },
    }


def deploy(image):
    content = json.dumps(
        {
            "version": 0.0,
            "Resources": [
                {
                    "TargetService": {
                        "Type": "AWS::ECS::Service",
                        "Properties": {
                            "TaskDefinition": register(image),
                            "LoadBalancerInfo": {"ContainerName": "app", "ContainerPort": 8080},
                        },
                    }
                }
            ],
        }
    )
    digest = hashlib.sha256(content.encode()).hexdigest()
    return codedeploy.create_deployment(
        **GROUP,
        revision={"revisionType": "AppSpecContent", "appSpecContent": {"content": content, "sha256": digest}},
    )["deploymentId"]


def info(deployment):
    return codedeploy.get_deployment(deploymentId=deployment)["deploymentInfo"]


def target_of(deployment):
    return codedeploy.get_deployment_target(deploymentId=deployment, targetId="demo:web")["deploymentTarget"][
        "ecsTarget"
    ]


def primary():
    """Old task sets drain for a while."""
    return [short(one["taskDefinition"]) for one in describe()["taskSets"] if one["status"] == "PRIMARY"]


def until_canary(deployment):
    """A tenth of the requests go to the new task set; before it is there, there is no target to look at."""
    until(lambda: info(deployment)["status"], "InProgress")
    until(lambda: [one["trafficWeight"] for one in target_of(deployment).get("taskSetsInfo", [])], [90.0, 10.0])


def codedeploy_housekeeping():
    """A hook that reports by itself, lists, batches and tags, and everything deleted."""
    create_service()
    create_group()
    arn = "arn:aws:codedeploy:us-east-1:123456789012:application:shop"
    codedeploy.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "shop"}, {"Key": "old", "Value": "1"}])
    codedeploy.untag_resource(ResourceArn=arn, TagKeys=["old"])
    deployment = deploy("registry.test/web:2")
    until_canary(deployment)
    targets = codedeploy.list_deployment_targets(deploymentId=deployment)["targetIds"]
    batch = codedeploy.batch_get_deployment_targets(deploymentId=deployment, targetIds=targets)
    hook = outcome(
        codedeploy.put_lifecycle_event_hook_execution_status,
        deploymentId=deployment,
        lifecycleEventHookExecutionId="bm9uZQ==",
        status="Succeeded",
    )
    groups = codedeploy.batch_get_deployment_groups(applicationName="shop", deploymentGroupNames=["web", "nope"])
    told = {
        "applications": codedeploy.list_applications()["applications"],
        "described": [
            one["computePlatform"]
            for one in codedeploy.batch_get_applications(applicationNames=["shop"])["applicationsInfo"]
        ],
        "groups": codedeploy.list_deployment_groups(applicationName="shop")["deploymentGroups"],
        "batch": [one["deploymentGroupName"] for one in groups["deploymentGroupsInfo"]],
        "configs": [
            name
            for page in codedeploy.get_paginator("list_deployment_configs").paginate()
            for name in page["deploymentConfigsList"]
            if name.startswith(("CodeDeployDefault.ECS", "tenth"))
        ],
        "tags": codedeploy.list_tags_for_resource(ResourceArn=arn)["Tags"],
        "targets": [targets, [one["deploymentTargetType"] for one in batch["deploymentTargets"]]],
        "hook": hook["class"],
    }
    wait(codedeploy, "deployment_successful", every={"Delay": 0.25, "MaxAttempts": 180}, deploymentId=deployment)
    codedeploy.delete_deployment_group(**GROUP)
    codedeploy.delete_deployment_config(deploymentConfigName="tenth-for-five-minutes")
    codedeploy.delete_application(applicationName="shop")
    return {**told, "left": codedeploy.list_applications()["applications"]}
