"""Load balancers with all that belongs to them."""

from clients import elb, outcome, wait


def balancers():
    """Listeners, rules, targets, attributes and tags of load balancers."""
    balancer = elb.create_load_balancer(Name="web", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    arn = balancer["LoadBalancerArn"]
    wait(elb, "load_balancer_exists", Names=["web"])
    blue, green = (
        elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId="vpc-1", TargetType="ip")[
            "TargetGroups"
        ][0]["TargetGroupArn"]
        for name in ["blue", "green"]
    )
    listener = elb.create_listener(
        LoadBalancerArn=arn,
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": blue}],
    )["Listeners"][0]["ListenerArn"]
    weights = {
        "Type": "forward",
        "ForwardConfig": {
            "TargetGroups": [
                {"TargetGroupArn": blue, "Weight": 90},
                {"TargetGroupArn": green, "Weight": 10},
            ]
        },
    }
    shifted = elb.modify_listener(ListenerArn=listener, DefaultActions=[weights])["Listeners"][0]
    rules = [
        elb.create_rule(
            ListenerArn=listener,
            Priority=priority,
            Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": [path]}}],
            Actions=[{"Type": "forward", "TargetGroupArn": green}],
        )["Rules"][0]["RuleArn"]
        for priority, path in [(10, "/a/*"), (20, "/b/*")]
    ]
    elb.set_rule_priorities(
        RulePriorities=[
            {"RuleArn": rules[0], "Priority": 20},
            {"RuleArn": rules[1], "Priority": 10},
        ]
    )
    elb.modify_rule(RuleArn=rules[0], Actions=[{"Type": "forward", "TargetGroupArn": blue}])
    ordered = elb.describe_rules(ListenerArn=listener)["Rules"]
    taken = outcome(
        elb.create_rule,
        ListenerArn=listener,
        Priority=10,
        Conditions=[{"Field": "path-pattern", "Values": ["/c"]}],
        Actions=[{"Type": "forward", "TargetGroupArn": blue}],
    )
    elb.register_targets(TargetGroupArn=green, Targets=[{"Id": "10.1.2.3", "Port": 80}])
    registered = elb.describe_target_health(TargetGroupArn=green)["TargetHealthDescriptions"]
    elb.modify_target_group_attributes(
        TargetGroupArn=green,
        Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "0"}],
    )
    elb.deregister_targets(TargetGroupArn=green, Targets=[{"Id": "10.1.2.3", "Port": 80}])
    wait(elb, "target_deregistered", TargetGroupArn=green, Targets=[{"Id": "10.1.2.3", "Port": 80}])
    changed = elb.modify_target_group(TargetGroupArn=green, HealthCheckPath="/health")["TargetGroups"][0]
    attributes = elb.describe_target_group_attributes(TargetGroupArn=green)["Attributes"]
    elb.modify_load_balancer_attributes(
        LoadBalancerArn=arn, Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "30"}]
    )
    idle = elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
    elb.add_tags(ResourceArns=[arn], Tags=[{"Key": "team", "Value": "shop"}])
    tags = elb.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"]
    listeners = elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    elb.delete_rule(RuleArn=rules[1])
    left = len(elb.describe_rules(ListenerArn=listener)["Rules"])
    elb.delete_listener(ListenerArn=listener)
    elb.delete_load_balancer(LoadBalancerArn=arn)
    wait(elb, "load_balancers_deleted", LoadBalancerArns=[arn])
    elb.delete_target_group(TargetGroupArn=green)
    value = lambda found, key: [one["Value"] for one in found if one["Key"] == key]  # noqa: E731
    return {
        "weights": [
            group["Weight"] for group in shifted["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]
        ],
        "rules": [
            [rule["Priority"], [path for one in rule["Conditions"] for path in one["Values"]]]
            for rule in ordered
        ],
        "taken": taken,
        "registered": [one["TargetHealth"]["State"] for one in registered],
        "path": changed["HealthCheckPath"],
        "delay": value(attributes, "deregistration_delay.timeout_seconds"),
        "idle": value(idle, "idle_timeout.timeout_seconds"),
        "tags": tags,
        "listeners": [one["Port"] for one in listeners],
        "left": left,
    }
