import { arnOf, textOf, textsOf, type Members, type Rule } from '../requirement.ts';

// "Actions, resources, and condition keys for AWS Elastic Load Balancing V2", service authorization reference.

function on(action: string, arns: (input: Members) => readonly (string | undefined)[]): Rule {
  return (input) =>
    arns(input).map((resource = '*') => ({ action: `elasticloadbalancing:${action}`, resource }));
}

const named =
  (name: string) =>
  (input: Members): readonly (string | undefined)[] => [textOf(input, name)];

function onNew(action: string, type: string): Rule {
  return (input, world) => [
    {
      action: `elasticloadbalancing:${action}`,
      resource: arnOf('elasticloadbalancing', world, `${type}/${textOf(input, 'Name') ?? ''}/*`),
    },
  ];
}

/** What is not here needs its own action on `*`; all that describe are so. */
export const elbv2Rules: Readonly<Record<string, Rule>> = {
  AddTags: on('AddTags', (input) => textsOf(input, 'ResourceArns')),
  CreateListener: on('CreateListener', named('LoadBalancerArn')),
  CreateLoadBalancer: onNew('CreateLoadBalancer', 'loadbalancer/app'),
  CreateRule: on('CreateRule', named('ListenerArn')),
  CreateTargetGroup: onNew('CreateTargetGroup', 'targetgroup'),
  DeleteListener: on('DeleteListener', named('ListenerArn')),
  DeleteLoadBalancer: on('DeleteLoadBalancer', named('LoadBalancerArn')),
  DeleteRule: on('DeleteRule', named('RuleArn')),
  DeleteTargetGroup: on('DeleteTargetGroup', named('TargetGroupArn')),
  DeregisterTargets: on('DeregisterTargets', named('TargetGroupArn')),
  ModifyListener: on('ModifyListener', named('ListenerArn')),
  ModifyLoadBalancerAttributes: on('ModifyLoadBalancerAttributes', named('LoadBalancerArn')),
  ModifyRule: on('ModifyRule', named('RuleArn')),
  ModifyTargetGroup: on('ModifyTargetGroup', named('TargetGroupArn')),
  ModifyTargetGroupAttributes: on('ModifyTargetGroupAttributes', named('TargetGroupArn')),
  RegisterTargets: on('RegisterTargets', named('TargetGroupArn')),
};
