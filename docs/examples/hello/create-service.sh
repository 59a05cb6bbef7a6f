#!/bin/sh
# Creates what the service needs around it, and the service itself, in the sandbox: not made for AWS, where the network is not invented.
# Usage: create-service.sh <image>
set -eu
cd "$(dirname "$0")"
image=$1

# Older versions of the aws CLI do not read AWS_ENDPOINT_URL.
aws() { command aws --endpoint-url "${AWS_ENDPOINT_URL:?run: eval \"\$(ecsdeploy sandbox env)\"}" --output text "$@"; }

aws logs create-log-group --log-group-name /ecs/demo/hello
aws ecs create-cluster --cluster-name demo --query cluster.clusterArn

balancer=$(aws elbv2 create-load-balancer --name hello --subnets subnet-1 subnet-2 \
  --query 'LoadBalancers[0].LoadBalancerArn')
group=$(aws elbv2 create-target-group --name hello --protocol HTTP --port 8080 --vpc-id vpc-1 --target-type ip \
  --health-check-path /health --health-check-interval-seconds 5 --health-check-timeout-seconds 2 \
  --healthy-threshold-count 2 --unhealthy-threshold-count 2 --query 'TargetGroups[0].TargetGroupArn')
aws elbv2 modify-target-group-attributes --target-group-arn "$group" \
  --attributes Key=deregistration_delay.timeout_seconds,Value=5 >/dev/null
aws elbv2 create-listener --load-balancer-arn "$balancer" --protocol HTTP --port 8080 \
  --default-actions "Type=forward,TargetGroupArn=$group" --query 'Listeners[0].ListenerArn'

definition=$(mktemp)
trap 'rm -f "$definition"' EXIT
# The commit, so that the first release knows what it follows.
ecsdeploy render hello --image "$image" --commit "$(git rev-parse HEAD)" >"$definition"
aws ecs register-task-definition --cli-input-json "file://$definition" --query taskDefinition.taskDefinitionArn
aws ecs create-service --cluster demo --service-name hello --task-definition hello --desired-count 2 --launch-type FARGATE \
  --network-configuration 'awsvpcConfiguration={subnets=[subnet-1,subnet-2]}' \
  --load-balancers "targetGroupArn=$group,containerName=web,containerPort=8080" \
  --query service.serviceArn
aws ecs wait services-stable --cluster demo --services hello
