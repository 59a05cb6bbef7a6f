import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { minutes } from '../../src/model/duration.ts';
import type { PreflightResult } from '../../src/model/preflight.ts';
import type { TaskDefinition } from '../../src/model/task-definition.ts';
import { verifyService, type VerifyRequest } from '../../src/release/preflight/verify-service.ts';
import { verifyServices } from '../../src/release/preflight/verify-services.ts';
import { inBrief } from '../unit/release/preflight/a-subject.ts';
import { imageOf, ref, Rehearsal, webTaskDefinition, type Stage } from './rehearsal.ts';
import { commandGate } from './scripted-gates.ts';

const account = '123456789012';
const roleArn = `arn:aws:iam::${account}:role/tasks`;

const trusting = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
  });

/** A stage with clients for what tasks need to start. */
async function begin(stage: Stage = {}) {
  const rehearsal = await Rehearsal.begin(stage);
  const client = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: rehearsal.sandbox.requestHandler(),
    maxAttempts: 1,
  };
  const needs = {
    iam: new IAM(client),
    logs: new CloudWatchLogs(client),
    secrets: new SecretsManager(client),
    ssm: new SSM(client),
  };
  // The role that `webTaskDefinition` names.
  await needs.iam.createRole({
    RoleName: 'execution',
    AssumeRolePolicyDocument: trusting('ecs-tasks.amazonaws.com'),
  });
  return { rehearsal, ...needs };
}

/** A file whose container is `app` of the stage, with other members. */
function file(container: object = {}, task: object = {}): VerifyRequest['base'] {
  const { containerDefinitions = [], ...rest } = webTaskDefinition();
  const [app] = containerDefinitions;
  const own: Record<string, unknown> = { ...app };
  delete own['secrets'];
  const definition = { ...rest, ...task, containerDefinitions: [{ ...own, ...container }] };
  return { kind: 'file', definition: definition as unknown as TaskDefinition, tags: [] };
}

async function verify(rehearsal: Rehearsal, request: Partial<VerifyRequest> = {}) {
  const { results } = await verifyService(rehearsal.context(), {
    service: ref,
    base: file(),
    images: [],
    settings: {},
    rollback: 'automatic',
    timeoutMilliseconds: minutes(20),
    ...request,
  });
  return results;
}

const of = (results: readonly PreflightResult[], check: PreflightResult['check']) =>
  results.filter((result) => result.check === check).map(inBrief);

describe('verifying a service', () => {
  it('finds nothing wrong where nothing is', async () => {
    const { rehearsal } = await begin({ loadBalancer: true });

    const results = await verify(rehearsal);

    expect(results.filter(({ kind }) => kind === 'finding')).toEqual([]);
    expect(of(results, 'target-groups')).toEqual(['passed']);
    expect(of(results, 'grace-period')).toEqual(['passed']);
    expect(of(results, 'images')).toEqual(['skipped: other-registry']);
  });

  it('looks at what runs where there is no file', async () => {
    const { rehearsal } = await begin();

    const report = await verifyService(rehearsal.context(), {
      service: ref,
      base: { kind: 'live' },
      images: [{ image: imageOf(2) }],
      settings: {},
      rollback: 'automatic',
      timeoutMilliseconds: minutes(20),
    });

    expect(report).toMatchObject({ service: 'prod/web', family: 'web' });
    expect(report.taskDefinition).toMatch(/web:1$/);
    expect(report.results).toContainEqual(expect.objectContaining({ check: 'images', subject: imageOf(2) }));
  });

  it('tells a secret that is there from one that is missing, going, or without the key', async () => {
    const { rehearsal, secrets } = await begin();
    const { ARN: there = '' } = await secrets.createSecret({
      Name: 'db',
      SecretString: '{"user":"canary-user"}',
    });
    const { ARN: going = '' } = await secrets.createSecret({ Name: 'old', SecretString: 'x' });
    const { ARN: plain = '' } = await secrets.createSecret({ Name: 'plain', SecretString: 'canary-plain' });
    await secrets.deleteSecret({ SecretId: going });
    const missing = `arn:aws:secretsmanager:us-east-1:${account}:secret:none-AbCdEf`;
    const valueFrom = [`${there}:user::`, `${there}:password::`, `${plain}:key::`, going, missing];

    const results = await verify(rehearsal, {
      base: file({ secrets: valueFrom.map((value, index) => ({ name: `S${index}`, valueFrom: value })) }),
    });

    expect(of(results, 'secrets').sort()).toEqual([
      'error: secret-key-missing',
      'error: secret-marked-for-deletion',
      'error: secret-missing',
      'error: secret-not-json',
      'passed',
    ]);
    expect(JSON.stringify([results, rehearsal.facts])).not.toContain('canary');
  });

  it('finds a parameter that is missing, by name and by ARN', async () => {
    const { rehearsal, ssm } = await begin();
    await ssm.putParameter({ Name: '/prod/key', Value: 'canary', Type: 'SecureString' });
    const arn = `arn:aws:ssm:us-east-1:${account}:parameter/prod/key`;

    const results = await verify(rehearsal, {
      base: file({
        secrets: [
          { name: 'A', valueFrom: '/prod/key' },
          { name: 'B', valueFrom: arn },
          { name: 'C', valueFrom: '/prod/none' },
        ],
      }),
    });

    expect(results.filter(({ check }) => check === 'parameters')).toMatchObject([
      { subject: '/prod/key', kind: 'passed' },
      { subject: arn, kind: 'passed' },
      { subject: '/prod/none', because: { kind: 'parameter-missing', usedBy: ['app: C'] } },
    ]);
    expect(JSON.stringify(results)).not.toContain('canary');
  });

  it('finds a log group that nobody has created', async () => {
    const { rehearsal, logs } = await begin();
    await logs.createLogGroup({ logGroupName: '/ecs/web-of-others' });
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } };

    const before = await verify(rehearsal, { base: file({ logConfiguration }) });
    await logs.createLogGroup({ logGroupName: '/ecs/web' });
    const after = await verify(rehearsal, { base: file({ logConfiguration }) });

    expect([of(before, 'log-groups'), of(after, 'log-groups')]).toEqual([
      ['error: log-group-missing'],
      ['passed'],
    ]);
  });

  it('finds a role that is missing, and one that tasks cannot assume', async () => {
    const { rehearsal, iam } = await begin();
    const base = file({}, { taskRoleArn: roleArn });

    const missing = await verify(rehearsal, { base });
    await iam.createRole({ RoleName: 'tasks', AssumeRolePolicyDocument: trusting('ec2.amazonaws.com') });
    const foreign = await verify(rehearsal, { base });
    await iam.updateAssumeRolePolicy({
      RoleName: 'tasks',
      PolicyDocument: trusting('ecs-tasks.amazonaws.com'),
    });
    const trusted = await verify(rehearsal, { base });

    expect([missing, foreign, trusted].map((results) => of(results, 'roles'))).toEqual([
      ['passed', 'error: role-missing'],
      ['passed', 'error: role-not-assumable'],
      ['passed', 'passed'],
    ]);
  });

  it('finds an alarm that is missing, without data, or firing', async () => {
    const { rehearsal } = await begin();
    for (const AlarmName of ['quiet', 'mute', 'loud']) {
      await rehearsal.cloudWatch.putMetricAlarm({
        AlarmName,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        MetricName: 'm',
        Namespace: 'n',
        Period: 60,
        Statistic: 'Sum',
        Threshold: 1,
      });
    }
    await rehearsal.cloudWatch.setAlarmState({ AlarmName: 'quiet', StateValue: 'OK', StateReason: 'test' });
    await rehearsal.cloudWatch.setAlarmState({
      AlarmName: 'mute',
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'test',
    });
    await rehearsal.cloudWatch.setAlarmState({ AlarmName: 'loud', StateValue: 'ALARM', StateReason: 'test' });

    const names = ['quiet', 'mute', 'loud', 'none'];
    const results = await verify(rehearsal, {
      settings: { alarms: { names, enable: true, rollback: true } },
    });

    expect(of(results, 'alarms')).toEqual([
      'passed',
      'warning: alarm-without-data',
      'error: alarm-firing',
      'error: alarm-missing',
    ]);
  });

  it('looks at the alarms of gates, with which ECS takes a release back', async () => {
    const { rehearsal } = await begin({ breaker: 'only-stops' });
    const gates = [commandGate({ check: { kind: 'alarms', names: ['none'] }, at: ['during'] })];

    const automatic = await verify(rehearsal, { gates });
    const off = await verify(rehearsal, { gates, rollback: 'off' });

    expect([automatic, off].map((results) => of(results, 'alarms'))).toEqual([
      ['error: alarm-missing'],
      ['error: alarm-missing'],
    ]);
    expect([automatic, off].map((results) => of(results, 'rollback'))).toEqual([
      ['passed'],
      ['warning: no-rollback-at-aws'],
    ]);
  });

  it('finds a target group that is gone, and a port that nobody maps', async () => {
    const { rehearsal } = await begin({ loadBalancer: true });
    const { LoadBalancers } = await rehearsal.elbv2.describeLoadBalancers({});
    await rehearsal.elbv2.deleteLoadBalancer({ LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn });
    await rehearsal.elbv2.deleteTargetGroup({ TargetGroupArn: rehearsal.targetGroupArn });

    const results = await verify(rehearsal, { base: file({ portMappings: [{ containerPort: 9000 }] }) });

    expect(of(results, 'target-groups')).toEqual(['error: target-group-missing']);
    expect(of(results, 'container-ports')).toEqual(['error: balanced-port-not-mapped']);
    expect(of(results, 'grace-period')).toEqual([]);
  });

  it('warns where nobody at AWS takes a bad release back', async () => {
    const { rehearsal } = await begin({ breaker: 'only-stops' });

    expect(of(await verify(rehearsal), 'rollback')).toEqual(['warning: no-rollback-at-aws']);
  });

  it('finds a deadlock of the percents', async () => {
    const { rehearsal } = await begin({ desired: 1 });
    const settings = { minimumHealthyPercent: 100, maximumPercent: 134 };

    expect(of(await verify(rehearsal, { settings }), 'percents')).toEqual(['error: deadlock']);
  });

  it('leaves the image out that the release builds', async () => {
    const { rehearsal } = await begin();

    expect(of(await verify(rehearsal, { builds: 'shop/web' }), 'images')).toEqual(['skipped: is-built']);
  });

  it('asks the deployment group of CodeDeploy for its alarms, its role and its rollback', async () => {
    const { rehearsal } = await begin({ codeDeploy: {} });

    const results = await verify(rehearsal);

    expect(of(results, 'rollback')).toHaveLength(1);
    expect(of(results, 'target-groups')).toEqual(['passed', 'passed']);
    expect(of(results, 'circuit-breaker')).toEqual([]);
  });
});

describe('an AppSpec that moves a service to another port', () => {
  const codeDeploy = {
    appSpec: {
      Resources: [
        {
          Target: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: '<TASK_DEFINITION>',
              LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 9000 },
            },
          },
        },
      ],
    },
  };
  const base = file({ image: imageOf(2), portMappings: [{ containerPort: 9000 }] });

  it('is verified by its own port', async () => {
    const { rehearsal } = await begin({ codeDeploy: {} });

    expect(of(await verify(rehearsal, { base, codeDeploy }), 'container-ports')).toEqual(['passed']);
  });

  it('is not refused before a deploy', async () => {
    const { rehearsal } = await begin({ codeDeploy: {} });

    const { plan } = await rehearsal.deploy({ base, images: [], codeDeploy, dryRun: true });

    expect(plan?.codeDeploy?.isAppSpecGiven).toBe(true);
  });
});

describe('what may not be read', () => {
  const everything = [
    ['GetRole', 'roles', 'iam:GetRole'],
    ['GetParameters', 'parameters', 'ssm:GetParameters'],
    ['DescribeSecret', 'secrets', 'secretsmanager:DescribeSecret'],
    ['DescribeLogGroups', 'log-groups', 'logs:DescribeLogGroups'],
    ['DescribeTargetGroups', 'target-groups', 'elasticloadbalancing:DescribeTargetGroups'],
    ['DescribeAlarms', 'alarms', 'cloudwatch:DescribeAlarms'],
    ['DescribeRepositories', 'images', 'ecr:DescribeRepositories'],
  ] as const;

  it.each(everything)('%s: %s is skipped, and needs %s', async (operation, check, action) => {
    const { rehearsal } = await begin({ loadBalancer: true });
    rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException' });

    const results = await verify(rehearsal, {
      base: file(
        {
          secrets: [
            { name: 'A', valueFrom: '/a' },
            { name: 'B', valueFrom: `arn:aws:secretsmanager:us-east-1:${account}:secret:b-AbCdEf` },
          ],
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } },
        },
        { taskRoleArn: roleArn, executionRoleArn: roleArn },
      ),
      settings: { alarms: { names: ['5xx'], enable: true, rollback: true } },
    });

    const skipped = results.filter((result) => result.check === check);
    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped).toEqual(
      skipped.map(() =>
        expect.objectContaining({
          kind: 'skipped',
          because: expect.objectContaining({ kind: 'permission', action }),
        }),
      ),
    );
  });

  it('still looks for the keys of a secret that may be read and not described', async () => {
    const { rehearsal, secrets } = await begin();
    const { ARN = '' } = await secrets.createSecret({ Name: 'db', SecretString: '{"user":"ann"}' });
    rehearsal.sandbox.control.fault({ operation: 'DescribeSecret', error: 'AccessDeniedException' });

    const results = await verify(rehearsal, {
      base: file({
        secrets: [
          { name: 'USER', valueFrom: `${ARN}:user::` },
          { name: 'PASSWORD', valueFrom: `${ARN}:password::` },
        ],
      }),
    });

    expect(of(results, 'secrets')).toEqual(['skipped: permission', 'passed', 'error: secret-key-missing']);
  });

  it('skips only the keys of a secret whose value may not be read', async () => {
    const { rehearsal, secrets } = await begin();
    const { ARN = '' } = await secrets.createSecret({ Name: 'db', SecretString: '{}' });
    rehearsal.sandbox.control.fault({ operation: 'GetSecretValue', error: 'AccessDeniedException' });

    const results = await verify(rehearsal, {
      base: file({ secrets: [{ name: 'A', valueFrom: `${ARN}:key::` }] }),
    });

    expect(results.filter(({ check }) => check === 'secrets')).toMatchObject([
      { kind: 'skipped', because: { kind: 'permission', action: 'secretsmanager:GetSecretValue' } },
    ]);
  });
});

describe('verifying several services', () => {
  it('says of one that it could not be read, and of the others how they are', async () => {
    const { rehearsal } = await begin();
    const request: VerifyRequest = {
      service: ref,
      base: file(),
      images: [],
      settings: {},
      rollback: 'automatic',
      timeoutMilliseconds: minutes(20),
    };

    const reports = await verifyServices([
      { request, context: rehearsal.context() },
      { request: { ...request, service: { ...ref, service: 'none' } }, context: rehearsal.context() },
    ]);

    expect(reports).toMatchObject([
      { service: 'prod/web', family: 'web' },
      { service: 'prod/none', error: { code: 'service.not_found' } },
    ]);
  });
});

describe('before a deploy', () => {
  const missing = `arn:aws:secretsmanager:us-east-1:${account}:secret:none-AbCdEf`;
  const withSecret = file(
    { image: imageOf(2), secrets: [{ name: 'S', valueFrom: missing }] },
    { executionRoleArn: roleArn },
  );

  it('refuses a revision whose tasks could not start, and registers nothing', async () => {
    const { rehearsal, iam } = await begin();
    await iam.createRole({
      RoleName: 'tasks',
      AssumeRolePolicyDocument: trusting('ecs-tasks.amazonaws.com'),
    });

    const release = rehearsal.deploy({ base: withSecret, images: [] });

    await expect(release).rejects.toMatchObject({
      code: 'refused.preflight',
      message: `no task for service "prod/web" could start: ${missing} does not exist`,
    });
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
    expect(rehearsal.count('UpdateService')).toBe(0);
  });

  it('says all that is wrong at once', async () => {
    const { rehearsal } = await begin();

    await expect(rehearsal.deploy({ base: withSecret, images: [] })).rejects.toMatchObject({
      message: expect.stringContaining('(and 1 more)'),
      details: {
        findings: [{ because: { kind: 'secret-missing' } }, { because: { kind: 'role-missing' } }],
      },
    });
  });

  it('releases all the same where it was told to', async () => {
    const { rehearsal } = await begin();

    await rehearsal.deploy({ base: withSecret, images: [], unverified: true, dryRun: true });

    expect(rehearsal.count('DescribeSecret')).toBe(0);
    expect(rehearsal.count('GetRole')).toBe(0);
  });

  it('makes no call for what the running tasks have found already', async () => {
    const { rehearsal } = await begin({ taskDefinition: { taskRoleArn: roleArn } });

    const result = await rehearsal.deploy({ images: [{ image: imageOf(2) }] });

    expect(result.outcome.kind).toBe('succeeded');
    expect(
      ['GetRole', 'DescribeSecret', 'GetParameters', 'DescribeLogGroups'].map((name) =>
        rehearsal.count(name),
      ),
    ).toEqual([0, 0, 0, 0]);
  });

  it('asks for target groups where the ports are new, and for nothing of them where they are not', async () => {
    // So long that nothing else wants to know them.
    const service = { healthCheckGracePeriodSeconds: 600 };
    const { rehearsal } = await begin({ loadBalancer: true, service });
    const asked = rehearsal.count('DescribeTargetGroups');

    await rehearsal.deploy({ dryRun: true });
    const askedForImage = rehearsal.count('DescribeTargetGroups') - asked;
    const portMappings = [{ containerPort: 8080 }, { containerPort: 9090 }];
    await rehearsal.deploy({ base: file({ portMappings }), images: [], dryRun: true });

    expect(askedForImage).toBe(0);
    expect(rehearsal.count('DescribeTargetGroups') - asked).toBeGreaterThan(0);
  });

  it('finds nothing wrong with a health check of a port that is not mapped, which awsvpc opens too', async () => {
    const { rehearsal } = await begin({ loadBalancer: true });
    const { TargetGroups = [] } = await rehearsal.elbv2.describeTargetGroups({});
    const [{ TargetGroupArn } = {}] = TargetGroups;
    await rehearsal.elbv2.modifyTargetGroup({ TargetGroupArn, HealthCheckPort: '8081' });

    expect(of(await verify(rehearsal), 'target-groups')).toEqual(['passed']);
  });

  it('is not stopped by what it may not read, and says what that needs', async () => {
    const { rehearsal } = await begin();
    rehearsal.sandbox.control.fault({ operation: 'GetRole', error: 'AccessDeniedException' });
    const base = file({ image: imageOf(2) }, { taskRoleArn: roleArn });

    const result = await rehearsal.deploy({ base, images: [] });

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.factsOf('warning')).toContainEqual({
      type: 'warning',
      warning: { kind: 'preflight-skipped', actions: ['iam:GetRole'] },
    });
  });

  it('refuses a network mode that the service was not created for', async () => {
    const { rehearsal } = await begin();
    const base = file({ image: imageOf(2) }, { networkMode: 'bridge', requiresCompatibilities: ['EC2'] });

    await expect(rehearsal.deploy({ base, images: [] })).rejects.toMatchObject({
      code: 'refused.preflight',
      message: expect.stringContaining(
        'ECS would refuse the revision for service "prod/web": networkMode is not',
      ),
      details: { findings: [{ because: { kind: 'network-mode-mismatch' } }] },
    });
  });

  it('warns of an alarm that does not exist, and of a circuit breaker that is out of reach', async () => {
    const { rehearsal } = await begin();
    const settings = {
      alarms: { names: ['none'], enable: true, rollback: true },
      circuitBreaker: { enable: true, rollback: true, threshold: { type: 'COUNT', value: 50 } },
      minimumHealthyPercent: 100,
      maximumPercent: 150,
    } as const;

    await rehearsal.deploy({ images: [{ image: imageOf(2) }], settings, dryRun: true });

    const warnings = rehearsal.factsOf('warning').map(({ warning }) => warning);
    expect(warnings.flatMap((one) => (one.kind === 'preflight' ? [one.finding.because.kind] : []))).toEqual([
      'alarm-missing',
      'breaker-out-of-reach',
    ]);
  });

  it('says what it could not read for another reason than a permission', async () => {
    const { rehearsal, iam } = await begin();
    await iam.createRole({
      RoleName: 'tasks',
      AssumeRolePolicyDocument: trusting('ecs-tasks.amazonaws.com'),
    });
    rehearsal.sandbox.control.fault({ operation: 'GetRole', error: 'ServiceFailure' });
    const base = file({ image: imageOf(2) }, { taskRoleArn: roleArn });

    await rehearsal.deploy({ base, images: [], dryRun: true });

    expect(rehearsal.factsOf('warning')).toContainEqual({
      type: 'warning',
      warning: expect.objectContaining({ kind: 'evidence-missing', what: roleArn }),
    });
  });

  it('only warns of a health check that may not work', async () => {
    const { rehearsal } = await begin();
    const base = file({ image: imageOf(2), healthCheck: { command: ['CMD', 'curl -f http://localhost/'] } });

    await rehearsal.deploy({ base, images: [], dryRun: true });

    expect(rehearsal.factsOf('warning')).toContainEqual({
      type: 'warning',
      warning: expect.objectContaining({ kind: 'preflight' }),
    });
  });
});
