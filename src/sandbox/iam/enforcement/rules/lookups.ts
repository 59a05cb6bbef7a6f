import { findSecret } from '../../../secretsmanager/find.ts';
import { parameterArn } from '../../../ssm/find.ts';
import type { World } from '../../../world.ts';
import { arnOf, textOf, textsOf, type Members, type Rule } from '../requirement.ts';

// What tasks and releases look up: the service authorization reference of IAM, CloudWatch Logs, Systems Manager, Secrets Manager,
// CloudWatch and Application Auto Scaling.

function onRole(action: string): Rule {
  return (input, world) => {
    const name = textOf(input, 'RoleName') ?? '*';
    const known = world.iam.roles.get(name)?.arn;
    const resource = known ?? `arn:aws:iam::${world.account}:role/${name}`;
    return [{ action: `iam:${action}`, resource }];
  };
}

const onRoles = [
  'AttachRolePolicy',
  'CreateRole',
  'DeleteRole',
  'DeleteRolePolicy',
  'DetachRolePolicy',
  'GetRole',
  'GetRolePolicy',
  'ListAttachedRolePolicies',
  'ListRolePolicies',
  'PutRolePolicy',
  'UpdateAssumeRolePolicy',
];

export const iamRules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(onRoles.map((action) => [action, onRole(action)])),
  SimulatePrincipalPolicy: (input) => [
    { action: 'iam:SimulatePrincipalPolicy', resource: textOf(input, 'PolicySourceArn') ?? '*' },
  ],
};

function logGroupOf(input: Members, world: World): string {
  const given = textOf(input, 'logGroupIdentifier');
  if (given?.startsWith('arn:') === true) return given.replace(/:\*$/, '');
  return arnOf('logs', world, `log-group:${textOf(input, 'logGroupName') ?? given ?? ''}`);
}

function onLogGroup(action: string): Rule {
  return (input, world) => [
    { action: `logs:${action}`, resource: `${logGroupOf(input, world)}:log-stream:` },
  ];
}

function onLogStream(action: string): Rule {
  return (input, world) => [
    {
      action: `logs:${action}`,
      resource: `${logGroupOf(input, world)}:log-stream:${textOf(input, 'logStreamName') ?? ''}`,
    },
  ];
}

export const logsRules: Readonly<Record<string, Rule>> = {
  CreateLogGroup: onLogGroup('CreateLogGroup'),
  CreateLogStream: onLogStream('CreateLogStream'),
  DeleteLogGroup: onLogGroup('DeleteLogGroup'),
  // Whatever is asked for, refusals name a group without a name: log-group::log-stream:
  DescribeLogGroups: (_input, world) => [
    { action: 'logs:DescribeLogGroups', resource: arnOf('logs', world, 'log-group::log-stream:') },
  ],
  DescribeLogStreams: onLogGroup('DescribeLogStreams'),
  FilterLogEvents: onLogGroup('FilterLogEvents'),
  GetLogEvents: onLogStream('GetLogEvents'),
  PutLogEvents: onLogStream('PutLogEvents'),
};

/** Without the version that a name may end with. */
function arnOfParameter(name: string, world: World): string {
  return name.startsWith('arn:') ? name : parameterArn(world, name.split(':')[0] ?? name);
}

function onParameters(action: string, names: (input: Members) => readonly (string | undefined)[]): Rule {
  return (input, world) =>
    names(input).map((name = '*') => ({ action: `ssm:${action}`, resource: arnOfParameter(name, world) }));
}

export const ssmRules: Readonly<Record<string, Rule>> = {
  DeleteParameter: onParameters('DeleteParameter', (input) => [textOf(input, 'Name')]),
  DeleteParameters: onParameters('DeleteParameters', (input) => textsOf(input, 'Names')),
  GetParameter: onParameters('GetParameter', (input) => [textOf(input, 'Name')]),
  GetParameters: onParameters('GetParameters', (input) => textsOf(input, 'Names')),
  GetParametersByPath: onParameters('GetParametersByPath', (input) => [textOf(input, 'Path')]),
  PutParameter: onParameters('PutParameter', (input) => [textOf(input, 'Name')]),
};

/** Of a secret that is not there, or may not be found, AWS judges the text that was given. */
function secretArn(id: string, world: World): string {
  try {
    return findSecret(world, id).arn;
  } catch {
    return id.startsWith('arn:') ? id : arnOf('secretsmanager', world, `secret:${id}`);
  }
}

function onSecret(action: string, name: string): Rule {
  return (input, world) => [
    { action: `secretsmanager:${action}`, resource: secretArn(textOf(input, name) ?? '*', world) },
  ];
}

export const secretsManagerRules: Readonly<Record<string, Rule>> = {
  CreateSecret: onSecret('CreateSecret', 'Name'),
  DeleteSecret: onSecret('DeleteSecret', 'SecretId'),
  DescribeSecret: onSecret('DescribeSecret', 'SecretId'),
  GetSecretValue: onSecret('GetSecretValue', 'SecretId'),
  PutSecretValue: onSecret('PutSecretValue', 'SecretId'),
  RestoreSecret: onSecret('RestoreSecret', 'SecretId'),
};

function onAlarm(action: string, names: (input: Members) => readonly (string | undefined)[]): Rule {
  return (input, world) =>
    names(input).map((name = '*') => ({
      action: `cloudwatch:${action}`,
      resource: arnOf('cloudwatch', world, `alarm:${name}`),
    }));
}

export const cloudwatchRules: Readonly<Record<string, Rule>> = {
  DeleteAlarms: onAlarm('DeleteAlarms', (input) => textsOf(input, 'AlarmNames')),
  // Whichever are asked for: "scoped to *" for composite alarms, API_DescribeAlarms.
  DescribeAlarms: onAlarm('DescribeAlarms', () => ['*']),
  PutMetricAlarm: onAlarm('PutMetricAlarm', (input) => [textOf(input, 'AlarmName')]),
  SetAlarmState: onAlarm('SetAlarmState', (input) => [textOf(input, 'AlarmName')]),
};

function onScalableTarget(action: string): Rule {
  return (input, world) => {
    const serviceNamespace = textOf(input, 'ServiceNamespace') ?? '';
    const scalableDimension = textOf(input, 'ScalableDimension') ?? '';
    const resourceId = textOf(input, 'ResourceId') ?? '';
    const known = [...world.autoscaling.targets.values()].find(
      (target) =>
        target.serviceNamespace === serviceNamespace &&
        target.resourceId === resourceId &&
        target.scalableDimension === scalableDimension,
    );
    return [
      {
        action: `application-autoscaling:${action}`,
        resource: known?.arn ?? arnOf('application-autoscaling', world, 'scalable-target/*'),
        context: {
          'application-autoscaling:service-namespace': serviceNamespace,
          'application-autoscaling:scalable-dimension': scalableDimension,
        },
      },
    ];
  };
}

const onScalableTargets = [
  'DeleteScalingPolicy',
  'DeleteScheduledAction',
  'DeregisterScalableTarget',
  'PutScalingPolicy',
  'PutScheduledAction',
  'RegisterScalableTarget',
];

/** The describing ones need their own action on `*`. */
export const autoscalingRules: Readonly<Record<string, Rule>> = Object.fromEntries(
  onScalableTargets.map((action) => [action, onScalableTarget(action)]),
);
