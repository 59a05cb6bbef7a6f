import { logGroupsArns, logStreamArns, parameterArns, scalableTargetArns, secretArn } from '../arns.ts';
import type { PermissionRule } from '../permission-rule.ts';
import type { PolicySubject } from '../policy-subject.ts';
import { concluding, looking } from './commands.ts';

const isBalanced = ({ loadBalancer }: PolicySubject): boolean => loadBalancer !== undefined;
const shiftsBehind =
  (kind: NonNullable<PolicySubject['loadBalancer']>) =>
  ({ shifts, loadBalancer }: PolicySubject): boolean =>
    shifts && loadBalancer === kind;

/** Load balancers and alarms. Elastic Load Balancing takes no resource for what describes. */
export const healthPermissions: readonly PermissionRule[] = [
  {
    action: 'elasticloadbalancing:DescribeTargetHealth',
    commands: looking,
    reason: 'target-health',
    where: isBalanced,
    optional: true,
  },
  {
    action: 'elasticloadbalancing:DescribeRules',
    commands: ['watch', ...concluding, 'migrate'],
    reason: 'traffic-weights',
    where: shiftsBehind('application'),
    optional: true,
  },
  {
    action: 'elasticloadbalancing:DescribeListeners',
    commands: ['watch', ...concluding, 'migrate'],
    reason: 'traffic-weights',
    where: shiftsBehind('network'),
    optional: true,
  },
  {
    action: 'elasticloadbalancing:DescribeTargetGroups',
    commands: ['verify', 'deploy', 'migrate'],
    reason: 'target-groups',
    where: isBalanced,
    optional: true,
  },
  {
    action: 'elasticloadbalancing:DescribeTargetGroups',
    commands: ['deploy', 'resume'],
    reason: 'balancer-of-gate',
    where: ({ gates }) => gates.balancerMetrics,
    optional: true,
  },
  {
    action: 'elasticloadbalancing:DescribeTargetGroups',
    commands: ['rollback'],
    reason: 'target-groups-of-then',
    where: (subject) => subject.controller === 'ecs' && isBalanced(subject),
    optional: true,
  },
  {
    action: 'elasticloadbalancing:DescribeTargetGroupAttributes',
    commands: ['verify'],
    reason: 'target-group-attributes',
    where: isBalanced,
    optional: true,
  },
  // Composite alarms are only shown to who may see all: no narrower resource will do.
  {
    action: 'cloudwatch:DescribeAlarms',
    commands: ['verify', 'deploy', 'diagnose'],
    reason: 'alarms-beforehand',
    where: ({ hasAlarms }) => hasAlarms,
    optional: true,
  },
  {
    action: 'cloudwatch:DescribeAlarms',
    commands: ['verify', 'deploy', 'resume'],
    reason: 'alarms-of-gate',
    where: ({ gates }) => gates.alarms,
    optional: true,
  },
  {
    action: 'cloudwatch:GetMetricData',
    commands: ['deploy', 'resume'],
    reason: 'numbers-of-gate',
    where: ({ gates }) => gates.metrics,
    optional: true,
  },
];

/** What tasks need to start, and where they log. */
export const taskNeedsPermissions: readonly PermissionRule[] = [
  {
    action: 'secretsmanager:DescribeSecret',
    on: (subject) => subject.secrets.map(({ arn }) => secretArn(subject, arn)),
    commands: ['verify', 'deploy'],
    reason: 'secret-there',
    optional: true,
  },
  {
    action: 'secretsmanager:GetSecretValue',
    on: (subject) => subject.secrets.filter(({ hasKey }) => hasKey).map(({ arn }) => secretArn(subject, arn)),
    commands: ['verify'],
    reason: 'secret-keys',
    optional: true,
  },
  {
    action: 'ssm:GetParameters',
    on: parameterArns,
    commands: ['verify', 'deploy'],
    reason: 'parameter-there',
    optional: true,
  },
  {
    action: 'logs:DescribeLogGroups',
    on: logGroupsArns,
    commands: ['verify', 'deploy'],
    reason: 'log-group-there',
    optional: true,
  },
  {
    action: 'logs:GetLogEvents',
    on: logStreamArns,
    commands: ['diagnose', 'watch', ...concluding],
    reason: 'read-log',
    optional: true,
  },
  {
    action: 'iam:GetRole',
    on: ({ taskRoles }) => taskRoles,
    commands: ['deploy'],
    reason: 'role-there',
    optional: true,
  },
  {
    action: 'iam:GetRole',
    on: ({ taskRoles, serviceRoles }) => [...taskRoles, ...serviceRoles],
    commands: ['verify'],
    reason: 'role-there',
    optional: true,
  },
];

export const scalingPermissions: readonly PermissionRule[] = [
  {
    action: 'application-autoscaling:DescribeScalableTargets',
    commands: ['status', 'deploy'],
    reason: 'scaling-bounds',
    where: ({ shifts, controller }) => shifts || controller === 'codedeploy',
    optional: true,
  },
  {
    action: 'application-autoscaling:DescribeScalableTargets',
    commands: concluding,
    reason: 'suspend-scaling',
    where: ({ suspendsScaling }) => suspendsScaling,
  },
  {
    action: 'application-autoscaling:RegisterScalableTarget',
    on: scalableTargetArns,
    condition: () => ({
      StringEquals: {
        'application-autoscaling:service-namespace': 'ecs',
        'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
      },
    }),
    commands: concluding,
    reason: 'suspend-scaling',
    where: ({ suspendsScaling }) => suspendsScaling,
  },
];
