"""What a task definition only names: parameters, secrets and roles."""

import json

from clients import client, outcome

EXECUTION = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


def parameters():
    ssm = client("ssm")
    for name in ["/shop/url", "/shop/key", "/shop/deep/flag"]:
        ssm.put_parameter(Name=name, Value=f"value of {name}", Type="SecureString")
    version = ssm.put_parameter(Name="/shop/url", Value="new", Type="SecureString", Overwrite=True)["Version"]
    asked = ssm.get_parameters(Names=["/shop/key", "/shop/gone"], WithDecryption=True)
    pages = ssm.get_paginator("describe_parameters").paginate(PaginationConfig={"PageSize": 2})
    by_path = ssm.get_paginator("get_parameters_by_path").paginate(Path="/shop", Recursive=True)
    told = {
        "version": version,
        "hidden": ssm.get_parameter(Name="/shop/url")["Parameter"]["Value"][:6],
        "shown": ssm.get_parameter(Name="/shop/url", WithDecryption=True)["Parameter"]["Value"],
        "first": ssm.get_parameter(Name="/shop/url:1", WithDecryption=True)["Parameter"]["Value"],
        "asked": [[one["Value"] for one in asked["Parameters"]], asked["InvalidParameters"]],
        "pages": [[one["Name"] for one in page["Parameters"]] for page in pages],
        "by_path": [one["Name"] for page in by_path for one in page["Parameters"]],
        "twice": outcome(ssm.put_parameter, Name="/shop/key", Value="x", Type="String"),
        "deleted": ssm.delete_parameters(Names=["/shop/key", "/shop/gone"])["DeletedParameters"],
    }
    ssm.delete_parameter(Name="/shop/url")
    return {**told, "gone": outcome(ssm.get_parameter, Name="/shop/url")}


def secrets():
    manager = client("secretsmanager")
    made = manager.create_secret(Name="shop/db", SecretString=json.dumps({"password": "hunter2"}))
    manager.create_secret(Name="shop/key", SecretBinary=b"\x00\xff")
    manager.put_secret_value(SecretId="shop/db", SecretString="new")
    before = manager.get_secret_value(SecretId=made["ARN"], VersionStage="AWSPREVIOUS")
    listed = manager.get_paginator("list_secrets").paginate(PaginationConfig={"PageSize": 1})
    told = {
        "by_name": manager.get_secret_value(SecretId="shop/db")["SecretString"],
        "without_end": manager.get_secret_value(SecretId=made["ARN"][:-7])["SecretString"],
        "before": before["SecretString"],
        "bytes": list(manager.get_secret_value(SecretId="shop/key")["SecretBinary"]),
        "stages": sorted(manager.describe_secret(SecretId="shop/db")["VersionIdsToStages"].values()),
        "listed": [[one["Name"] for one in page["SecretList"]] for page in listed],
        "twice": outcome(manager.create_secret, Name="shop/db"),
        "gone": outcome(manager.get_secret_value, SecretId="shop/gone"),
    }
    deleted = manager.delete_secret(SecretId="shop/db", RecoveryWindowInDays=7)
    told["marked"] = outcome(manager.get_secret_value, SecretId="shop/db")
    told["dated"] = manager.describe_secret(SecretId="shop/db")["DeletedDate"] == deleted["DeletionDate"]
    manager.restore_secret(SecretId="shop/db")
    return {**told, "restored": manager.get_secret_value(SecretId="shop/db")["SecretString"]}


def roles():
    iam = client("iam")
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
    role = iam.create_role(RoleName="execution", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    inline = {"Statement": [{"Effect": "Allow", "Action": "ssm:GetParameters", "Resource": "arn:aws:ssm:*:*:parameter/shop/*"}]}
    iam.attach_role_policy(RoleName="execution", PolicyArn=EXECUTION)
    iam.put_role_policy(RoleName="execution", PolicyName="parameters", PolicyDocument=json.dumps(inline))
    judged = iam.get_paginator("simulate_principal_policy").paginate(
        PolicySourceArn=role["Arn"],
        ActionNames=["ecr:BatchGetImage", "ssm:GetParameters", "s3:GetObject"],
        ResourceArns=["arn:aws:ssm:us-east-1:123456789012:parameter/shop/url"],
    )
    told = {
        "arn": role["Arn"],
        # botocore undoes the URL encoding.
        "trusts": iam.get_role(RoleName="execution")["Role"]["AssumeRolePolicyDocument"] == trust,
        "inline": iam.get_role_policy(RoleName="execution", PolicyName="parameters")["PolicyDocument"] == inline,
        "attached": [one["PolicyArn"] for one in iam.list_attached_role_policies(RoleName="execution")["AttachedPolicies"]],
        "names": iam.list_role_policies(RoleName="execution")["PolicyNames"],
        "roles": [one["RoleName"] for page in iam.get_paginator("list_roles").paginate() for one in page["Roles"]],
        "judged": [one["EvalDecision"] for page in judged for one in page["EvaluationResults"]],
        "kept": outcome(iam.delete_role, RoleName="execution"),
        "malformed": outcome(iam.update_assume_role_policy, RoleName="execution", PolicyDocument="{"),
    }
    iam.update_assume_role_policy(RoleName="execution", PolicyDocument=json.dumps(trust))
    iam.detach_role_policy(RoleName="execution", PolicyArn=EXECUTION)
    iam.delete_role_policy(RoleName="execution", PolicyName="parameters")
    iam.delete_role(RoleName="execution")
    return {**told, "gone": outcome(iam.get_role, RoleName="execution")}
