import { deniedCall } from './advice.ts';
import type { CatalogueEntry } from './entry.ts';
import { ecsGuide, thread } from './sources.ts';

const guide = ecsGuide('troubleshooting-blue-green');
const role = ecsGuide('AmazonECSInfrastructureRolePolicyForLoadBalancers');

/**
 * Traffic shifts by ECS itself. Before the general sentences about permissions, which many of these end with; the group that is
 * not attached before the two groups that are not.
 */
export const native: readonly CatalogueEntry[] = [
  {
    id: 'native.rule-arn',
    says: ['productionListenerRule has an invalid ARN format', 'testListenerRule has an invalid ARN format'],
    hints: ['Must be RuleArn for ALB or ListenerArn for NLB'],
    cause: '<member|A listener rule> is no ARN of a rule: <arn|see the message>',
    advice:
      'Behind an Application Load Balancer it takes the ARN of a listener rule (also of the default rule), behind a Network Load Balancer that of the listener.',
    heal: 'never',
    reads: [/(?<member>\w+ListenerRule) has an invalid/i, /Got: (?<arn>\S+)/i],
    source: [guide],
    examples: [
      'productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/0123456789abcdef/0123456789abcdef',
    ],
  },
  {
    id: 'native.same-rule',
    says: ['cannot be used as both production and test listener rules'],
    hints: ['both production and test listener'],
    cause: 'The same rule is given for production and for test traffic',
    advice: 'Make a rule of its own for test traffic, or give none.',
    heal: 'never',
    source: [guide],
    examples: [
      'The following rules cannot be used as both production and test listener rules: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/web/0123456789abcdef/0123456789abcdef/0123456789abcdef',
    ],
  },
  {
    id: 'native.test-rule-required',
    says: ['testListenerRule is required when productionListenerRule is not associated with both'],
    hints: ['testListenerRule is required'],
    cause: 'The alternate target group is not in the production rule, and there is no test rule',
    advice: 'Put both target groups into the production rule (one with weight 0), or add a test rule.',
    heal: 'never',
    source: [guide],
    examples: [
      'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
    ],
  },
  {
    id: 'native.group-unattached',
    says: ['is not associated with either productionListenerRule or testListenerRule'],
    hints: ['is not associated with either'],
    cause: 'The target group <group|of the message> is in neither rule',
    advice: 'Put it into the production rule or the test rule (with weight 0).',
    heal: 'rolled-back',
    reads: [/Target group (?<group>arn:\S+)/i],
    source: [guide],
    examples: [
      'Service deployment rolled back because of invalid networking configuration: Target group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-green/0123456789abcdef is not associated with either productionListenerRule or testListenerRule.',
    ],
  },
  {
    id: 'native.groups-unattached',
    says: ['Both targetGroup and alternateTargetGroup must be associated with'],
    hints: ['targetGroup and alternateTargetGroup must'],
    cause: 'One of the two target groups is in neither rule',
    advice: 'Put both into the production rule or the test rule (one with weight 0).',
    heal: 'rolled-back',
    source: [guide, ecsGuide('migrate-codedeploy-to-ecs-bluegreen')],
    examples: [
      'Service deployment rolled back because of invalid networking configuration. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.',
    ],
  },
  {
    id: 'native.two-groups-serve',
    says: ['should have exactly one target group serving traffic'],
    hints: ['exactly one target group'],
    cause: 'Both target groups of the production rule have a weight, and ECS cannot tell which one serves',
    advice: 'Set the weight of one of them to 0.',
    heal: 'rolled-back',
    source: [guide],
    examples: [
      'Service deployment rolled back because of invalid networking configuration. productionListenerRule arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/web/0123456789abcdef/0123456789abcdef/0123456789abcdef should have exactly one target group serving traffic but found 2 target groups which are serving traffic',
    ],
  },
  {
    id: 'native.foreign-group-serves',
    says: ['is forwarding traffic to unexpected target group'],
    hints: ['unexpected target group'],
    cause:
      'The production rule forwards to <group|another target group>, which is none of the service: somebody changed it',
    advice:
      "Point the rule back at the service's target groups; have Terraform ignore the weights of its actions.",
    heal: 'rolled-back',
    reads: [/unexpected target group (?<group>arn:\S+)/i],
    source: [guide],
    examples: [
      'Service deployment rolled back because of invalid networking configuration. Production listener rule is forwarding traffic to unexpected target group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/other/0123456789abcdef. Expected traffic to be forwarded to either targetGroupArn: arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-blue/0123456789abcdef or alternateTargetGroupArn: arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-green/0123456789abcdef',
    ],
  },
  {
    id: 'native.rule-gone',
    says: ['invalid networking configuration. One or more rules not found', 'One or more rules not found'],
    hints: ['rules not found'],
    cause: 'A listener rule of the service was deleted, or deleted and made again',
    advice: "Give the service the new rule's ARN (loadBalancers[].advancedConfiguration).",
    heal: 'rolled-back',
    source: [guide],
    examples: [
      'Service deployment rolled back because of invalid networking configuration. One or more rules not found',
    ],
  },
  {
    id: 'native.infrastructure-role',
    says: ['missing permissions on ECS Infrastructure Role', 'unable to manage the ELB resources'],
    hints: ['ECS Infrastructure Role'],
    cause: 'The infrastructure role <role|of the service> may not move the traffic, or does not trust ECS',
    advice: 'Let it trust ecs.amazonaws.com, and attach AmazonECSInfrastructureRolePolicyForLoadBalancers.',
    heal: 'rolled-back',
    reads: [/Infrastructure Role '(?<role>[^']+)'/i],
    source: [guide, role],
    examples: [
      "Service deployment rolled back because of invalid networking configuration. ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role 'arn:aws:iam::123456789012:role/ecsInfrastructureRole'.",
    ],
  },
  {
    id: 'native.targets-denied',
    says: [
      // Without its beginning it may as well be whoever deploys that lacks it.
      'failed to describe target health … not authorized to perform',
      'failed to register targets … not authorized to perform',
      'failed to deregister targets … not authorized to perform',
    ],
    hints: ['failed to describe target health', 'failed to register targets'],
    cause: 'The role that ECS uses for the load balancer may not call <action|what the message names>',
    advice:
      'Attach AmazonECSInfrastructureRolePolicyForLoadBalancers to the infrastructure role, or allow <action|it>; ECS tries again by itself.',
    heal: 'maybe',
    reads: deniedCall,
    source: [guide, role],
    examples: [
      'service web failed to describe target health on target-group web-green with (error User: arn:aws:sts::123456789012:assumed-role/ecsInfrastructureRole/ECSNetworkingWithELB is not authorized to perform: elasticloadbalancing:DescribeTargetHealth because no identity-based policy allows the elasticloadbalancing:DescribeTargetHealth action)',
      'service web failed to register targets in target-group web-green with (error User: arn:aws:sts::123456789012:assumed-role/ecsInfrastructureRole/ECSNetworkingWithELB is not authorized to perform: elasticloadbalancing:RegisterTargets on resource: arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-green/0123456789abcdef)',
    ],
  },
  {
    id: 'native.hook-not-invoked',
    says: [
      'unable to invoke hook target',
      'lifecycle hook … not authorized to perform: lambda:InvokeFunction',
    ],
    hints: ['invoke hook target'],
    cause: 'The role of the hook may not invoke the function <function|of the hook>',
    advice: 'Allow lambda:InvokeFunction on <function|it> to the role of the hook.',
    heal: 'rolled-back',
    reads: [/hook target (?<function>arn:\S+)/i, ...deniedCall],
    source: [guide],
    examples: [
      'Service deployment rolled back because PRE_SCALE_UP lifecycle hook(s) failed. ECS was unable to invoke hook target arn:aws:lambda:eu-west-1:123456789012:function:check due to User: arn:aws:sts::123456789012:assumed-role/hooks/ECSLifecycleHooks is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:123456789012:function:check',
    ],
  },
  {
    id: 'native.shift-denied',
    says: ['lifecycle hook(s) failed … is not authorized to perform: elasticloadbalancing:'],
    hints: ['lifecycle hook … elasticloadbalancing:'],
    cause: 'The infrastructure role may not move the traffic: <action|a permission> is missing',
    advice:
      'Attach AmazonECSInfrastructureRolePolicyForLoadBalancers to it, or allow ModifyListener and ModifyRule.',
    heal: 'rolled-back',
    reads: deniedCall,
    source: [guide, role],
    examples: [
      'Service deployment rolled back because TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. User: arn:aws:sts::123456789012:assumed-role/ecsInfrastructureRole/ECSNetworkingWithELB is not authorized to perform: elasticloadbalancing:ModifyListener on resource: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/0123456789abcdef/0123456789abcdef because no identity-based policy allows the elasticloadbalancing:ModifyListener action',
    ],
  },
  {
    id: 'native.hook-role',
    says: ['lifecycle hook(s) failed. ECS was unable to assume role'],
    hints: ['lifecycle hook … unable to assume role'],
    cause: 'ECS cannot assume the role of the hook, <role|which the message names>',
    advice: 'Its trust policy must allow ecs.amazonaws.com.',
    heal: 'rolled-back',
    reads: [/assume role (?<role>arn:\S+)/i],
    source: [guide],
    examples: [
      'Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. ECS was unable to assume role arn:aws:iam::123456789012:role/hooks',
    ],
  },
  {
    id: 'native.hook-said-no',
    says: ['returned FAILED status'],
    hints: ['Lifecycle hook target … FAILED', 'Lifecycle hook target'],
    cause: 'The hook function <function|of the message> said no',
    advice: "Read the function's log in CloudWatch (/aws/lambda/ and its name) for its reason.",
    heal: 'rolled-back',
    reads: [/hook target (?<function>arn:\S+)/i],
    source: [guide],
    examples: [
      'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. Lifecycle hook target arn:aws:lambda:eu-west-1:123456789012:function:check returned FAILED status.',
    ],
  },
  {
    id: 'native.hook-failed',
    says: ['hook execution failure(s) detected'],
    hints: ['lifecycle hook(s) failed', 'hook execution failure', 'lifecycle hook'],
    cause: 'A hook of the deployment failed',
    advice:
      'The statusReason of the service deployment says which and why: `ecsdeploy status`, or `aws ecs describe-service-deployments`.',
    heal: 'rolled-back',
    confidence: 'medium',
    kind: 'symptom',
    source: [thread('aws/containers-roadmap', 2664)],
    examples: [
      '(service web) (deployment ecs-svc/1234567890123456789) deployment failed: hook execution failure(s) detected',
    ],
  },
  {
    id: 'native.load-balancer-definition',
    says: [
      'advancedConfiguration field is required for all loadBalancers',
      'provided loadBalancers must have advancedConfiguration defined',
      'advancedConfiguration field is not allowed with ELBv1',
      'must be strictly either ELBv1',
      'Duplicate targetGroupArn found',
    ],
    hints: ['advancedConfiguration'],
    cause: 'The load balancers of the service do not fit a strategy that shifts traffic',
    advice:
      'Give every load balancer a target group of its own with advancedConfiguration (alternate target group, rules, role), or none of them and the strategy ROLLING.',
    heal: 'never',
    source: [guide],
    examples: [
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
      'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
      'advancedConfiguration field is not allowed with ELBv1 loadBalancers',
      'All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)',
      'Duplicate targetGroupArn found: arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef',
    ],
  },
  {
    id: 'native.networking',
    says: [],
    hints: ['invalid networking configuration', 'ListenerRule'],
    cause: 'Rules and target groups of the service are not as ECS needs them',
    advice: 'The reason stands at the end of the message.',
    heal: 'rolled-back',
    source: [guide],
    examples: [],
  },
  {
    id: 'native.rolled-back',
    says: [],
    hints: ['Service deployment rolled back'],
    cause: 'ECS took the deployment back',
    advice: 'The reason stands at the end of the message.',
    heal: 'rolled-back',
    kind: 'symptom',
    source: [guide],
    examples: [],
  },
];
