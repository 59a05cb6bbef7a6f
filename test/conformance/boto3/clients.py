"""Clients of a sandbox, and what somebody sees who waits or catches."""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

ENDPOINT = sys.argv[2]
# In real time: the sandbox runs faster.
OFTEN = {"Delay": 0.25, "MaxAttempts": 180}
WAITED = set()


def client(service, **settings):
    retries = settings.pop("retries", {"total_max_attempts": 1})
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries=retries, read_timeout=20, **settings),
    )


ecs = client("ecs")
elb = client("elbv2")
ecr = client("ecr")
logs = client("logs")
cloudwatch = client("cloudwatch")


def wait(service, waiter, *, every=OFTEN, **arguments):
    """Waits, and notes that the waiter ended, however it did."""
    try:
        service.get_waiter(waiter).wait(**arguments, WaiterConfig=every)
    finally:
        WAITED.add(f"{service.meta.service_model.service_name} {waiter.replace('_', '-')}")


def outcome(act, *args, **kwargs):
    """What an exception says of itself, as somebody sees it who catches it."""
    try:
        act(*args, **kwargs)
    except WaiterError as error:
        return {"class": type(error).__name__, "text": str(error)}
    except ClientError as error:
        answer = error.response
        return {
            "class": type(error).__name__,
            "operation": error.operation_name,
            "code": answer["Error"]["Code"],
            "message": answer["Error"]["Message"],
            "status": answer["ResponseMetadata"]["HTTPStatusCode"],
            "id": len(answer["ResponseMetadata"].get("RequestId", "")),
            "attempts": answer["ResponseMetadata"]["RetryAttempts"] + 1,
        }
    return {"class": None}
