import { describe, expect, it } from '@jest/globals';
import type { SkipReason } from '../../../../src/model/preflight.ts';
import { judgeAlarms, watchedAlarms } from '../../../../src/release/preflight/checks/alarms.ts';
import { judgeImage, judgePlatforms } from '../../../../src/release/preflight/checks/images.ts';
import { judgeLogGroup, neededLogGroups } from '../../../../src/release/preflight/checks/log-groups.ts';
import { judgeParameters } from '../../../../src/release/preflight/checks/parameters.ts';
import {
  judgeExecutionRole,
  judgeRole,
  namedRoles,
  roleOfOtherAccount,
} from '../../../../src/release/preflight/checks/roles.ts';
import { judgeKeys, judgeSecret } from '../../../../src/release/preflight/checks/secrets.ts';
import { judgeTargetGroup } from '../../../../src/release/preflight/checks/target-groups.ts';
import { parseValueFrom, secretReferences } from '../../../../src/release/preflight/secret-references.ts';
import { trustOf } from '../../../../src/release/preflight/trust-policy.ts';
import { aDefinition, aService, aSubject, inBrief } from './a-subject.ts';

const because: SkipReason = { kind: 'permission', action: 'x:Y' };
const denied = { kind: 'skipped', because } as const;
const read = <Value>(value: Value) => ({ kind: 'read', value }) as const;

const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';

describe('where a value comes from', () => {
  it.each([
    [arn, { kind: 'secret', arn, region: 'eu-west-1' }],
    [`${arn}:password::`, { kind: 'secret', arn, key: 'password' }],
    [`${arn}::AWSPREVIOUS:`, { kind: 'secret', arn, stage: 'AWSPREVIOUS' }],
    [`${arn}:password::v-1`, { kind: 'secret', arn, key: 'password', version: 'v-1' }],
    ['/prod/db', { kind: 'parameter', name: '/prod/db' }],
    [
      'arn:aws:ssm:us-east-1:123456789012:parameter/prod/db',
      {
        kind: 'parameter',
        name: 'arn:aws:ssm:us-east-1:123456789012:parameter/prod/db',
        region: 'us-east-1',
      },
    ],
  ])('%s', (valueFrom, expected) => {
    expect(parseValueFrom(valueFrom, 'web: DB')).toMatchObject({ ...expected, usedBy: 'web: DB' });
  });

  it('is found in secrets, log drivers and logins of registries', () => {
    const definition = aDefinition({
      secrets: [{ name: 'DB', valueFrom: '/db' }],
      logConfiguration: { logDriver: 'splunk', secretOptions: [{ name: 'token', valueFrom: '/splunk' }] },
      repositoryCredentials: { credentialsParameter: arn },
    });

    expect(secretReferences(definition).map(({ usedBy }) => usedBy)).toEqual([
      'web: DB',
      'log driver of web: token',
      'registry of web',
    ]);
  });

  it.each([arn, 'registry/login'])(
    'is Secrets Manager for the login of a registry, by ARN or name: %s',
    (id) => {
      const definition = aDefinition({ repositoryCredentials: { credentialsParameter: id } });

      expect(secretReferences(definition)).toMatchObject([{ kind: 'secret', arn: id }]);
    },
  );

  it('is asked again where a name that was a parameter is now the login of a registry', () => {
    const running = aDefinition({ secrets: [{ name: 'DB', valueFrom: 'login' }] });
    const definition = aDefinition({ repositoryCredentials: { credentialsParameter: 'login' } });

    expect(secretReferences(definition, running)).toMatchObject([{ kind: 'secret', arn: 'login' }]);
  });

  it('is no question again for what runs already', () => {
    const running = aDefinition({ secrets: [{ name: 'DB', valueFrom: '/db' }] });
    const definition = aDefinition({
      secrets: [
        { name: 'DATABASE', valueFrom: '/db' },
        { name: 'KEY', valueFrom: '/key' },
      ],
    });

    expect(secretReferences(definition, running)).toMatchObject([{ name: '/key' }]);
  });
});

describe('a secret', () => {
  const uses = [
    { kind: 'secret', arn, region: 'eu-west-1', key: 'user', usedBy: 'web: USER' },
    { kind: 'secret', arn, region: 'eu-west-1', key: 'password', usedBy: 'web: PASSWORD' },
  ] as const;

  it.each([
    ['is there', read({ arn, isMarkedForDeletion: false }), 'nothing'],
    ['is missing', read(undefined), 'error: secret-missing'],
    ['goes', read({ arn, isMarkedForDeletion: true }), 'error: secret-marked-for-deletion'],
    ['may not be read', denied, 'skipped: permission'],
  ])('%s: %s', (_, answer, expected) => {
    expect(inBrief(judgeSecret(arn, uses, answer))).toBe(expected);
  });

  it.each([
    ['has both keys', read([]), ['passed', 'passed']],
    ['lacks one', read(['password']), ['passed', 'error: secret-key-missing']],
    ['is no JSON', read('not-json' as const), ['error: secret-not-json', 'error: secret-not-json']],
    ['has no such version', read(undefined), ['error: secret-missing', 'error: secret-missing']],
    ['may not be read', denied, ['skipped: permission', 'skipped: permission']],
  ])('%s: %j', (_, answer, expected) => {
    expect(judgeKeys(arn, uses, answer).map(inBrief)).toEqual(expected);
  });
});

describe('parameters', () => {
  const uses = [
    { kind: 'parameter', name: '/a', usedBy: 'web: A' },
    { kind: 'parameter', name: '/b', usedBy: 'web: B' },
    { kind: 'parameter', name: '/b', usedBy: 'web: C' },
  ] as const;

  it('are told apart by name, with everybody who needs them', () => {
    expect(judgeParameters('eu-west-1', uses, read(['/b']))).toMatchObject([
      { subject: '/a', kind: 'passed' },
      {
        subject: '/b',
        because: { kind: 'parameter-missing', region: 'eu-west-1', usedBy: ['web: B', 'web: C'] },
      },
    ]);
  });

  it('are skipped where the credentials may not read them', () => {
    expect(judgeParameters('eu-west-1', uses, denied).map(inBrief)).toEqual([
      'skipped: permission',
      'skipped: permission',
    ]);
  });
});

describe('log groups', () => {
  const logsTo = (options: object) => aDefinition({ logConfiguration: { logDriver: 'awslogs', options } });

  it('are looked for in the region that the container logs to', () => {
    const definition = logsTo({ 'awslogs-group': '/ecs/web', 'awslogs-region': 'us-east-1' });

    expect(neededLogGroups(aSubject({ definition }))).toEqual([
      { group: '/ecs/web', region: 'us-east-1', usedBy: ['web'] },
    ]);
  });

  it.each([
    ['the log driver creates it', { 'awslogs-group': '/ecs/web', 'awslogs-create-group': 'true' }],
    ['no group is named', {}],
  ])('are no question where %s', (_, options) => {
    expect(neededLogGroups(aSubject({ definition: logsTo(options) }))).toEqual([]);
  });

  it('are no question again where a running task logs to them', () => {
    const definition = logsTo({ 'awslogs-group': '/ecs/web' });

    expect(neededLogGroups(aSubject({ definition, running: definition }))).toEqual([]);
  });

  it.each([
    [read(true), 'passed'],
    [read(false), 'error: log-group-missing'],
    [denied, 'skipped: permission'],
  ])('%j: %s', (answer, expected) => {
    const needed = { group: '/ecs/web', region: 'eu-west-1', usedBy: ['web'] };

    expect(inBrief(judgeLogGroup(needed, answer))).toBe(expected);
  });
});

describe('roles', () => {
  const written = 'arn:aws:iam::123456789012:role/app';
  const role = { member: 'taskRoleArn', written, by: 'ecs-tasks.amazonaws.com' } as const;
  const trusting = (...services: string[]) =>
    JSON.stringify({
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: services } }],
    });
  const found = (trustPolicy: string) => read({ name: 'app', arn: written, trustPolicy });

  it.each([
    ['is trusted', found(trusting('ecs-tasks.amazonaws.com')), 'passed'],
    ['trusts others', found(trusting('ec2.amazonaws.com')), 'error: role-not-assumable'],
    ['is missing', read(undefined), 'error: role-missing'],
    ['may not be read', denied, 'skipped: permission'],
    ['has a policy that nobody can read', found('{'), 'skipped: unreadable'],
  ])('%s: %s', (_, answer, expected) => {
    expect(inBrief(judgeRole(role, answer))).toBe(expected);
  });

  it('are another where the path is another', () => {
    const elsewhere = { ...role, written: 'arn:aws:iam::123456789012:role/service/app' };

    expect(inBrief(judgeRole(elsewhere, found(trusting('ecs-tasks.amazonaws.com'))))).toBe(
      'error: role-missing',
    );
    expect(inBrief(judgeRole({ ...role, written: 'app' }, found(trusting(role.by))))).toBe('passed');
  });

  it.each([
    [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
      'may-assume',
    ],
    [{ Effect: 'Allow', Action: ['sts:assumerole', 'sts:TagSession'], Principal: '*' }, 'may-assume'],
    [{ Effect: 'Allow', Action: 'sts:*', Principal: { AWS: '*' } }, 'may-assume'],
    [{ Effect: 'Allow', Action: 'sts:AssumeRole*', Principal: '*' }, 'may-assume'],
    [{ Effect: 'Allow', Action: 'sts:Assume*', Principal: '*' }, 'may-assume'],
    [{ Effect: 'Allow', Action: 'STS:assumerol?', Principal: '*' }, 'may-assume'],
    [{ Effect: 'Allow', Action: 'sts:Assume', Principal: '*' }, 'may-not'],
    [{ Effect: 'Allow', Action: 'sts.AssumeRole', Principal: '*' }, 'may-not'],
    [{ Effect: 'Allow', NotAction: 'sts:TagSession', Principal: '*' }, 'unreadable'],
    [
      { Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { Service: 'ec2.amazonaws.com' } },
      'unreadable',
    ],
    [{ Effect: 'Deny', Action: 'sts:*', NotPrincipal: { Service: 'ecs-tasks.amazonaws.com' } }, 'may-not'],
    [{ Effect: 'Deny', Action: 'sts:*', Principal: '*' }, 'may-not'],
    [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: '*' }, 'may-not'],
    [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs.amazonaws.com' } }, 'may-not'],
  ])('reads a trust policy with one statement or several: %j is %s', (statement, expected) => {
    const one = JSON.stringify({ Statement: statement });
    const several = JSON.stringify({ Statement: [statement] });

    expect([one, several].map((document) => trustOf(document, 'ecs-tasks.amazonaws.com').kind)).toEqual([
      expected,
      expected,
    ]);
  });

  it.each([
    ['codedeploy.amazonaws.com', 'may-assume'],
    ['codedeploy.eu-west-1.amazonaws.com', 'may-assume'],
    ['codedeploy.cn-north-1.amazonaws.com.cn', 'may-assume'],
    ['codedeploy.example.com', 'may-not'],
    ['ecs.amazonaws.com', 'may-not'],
  ])('trusts a service by its name in one region, too: %s %s', (Service, expected) => {
    expect(trustOf(trusting(Service), 'codedeploy.amazonaws.com').kind).toBe(expected);
  });

  it('are of the account of the service', () => {
    const foreign = { ...role, written: 'arn:aws:iam::999999999999:role/app' };

    expect(inBrief(roleOfOtherAccount(foreign, '123456789012'))).toBe('error: role-of-other-account');
    expect(roleOfOtherAccount(role, '123456789012')).toBeUndefined();
    expect(roleOfOtherAccount({ ...role, written: 'app' }, '123456789012')).toBeUndefined();
  });

  it('are no question again where a running task has them', () => {
    const definition = aDefinition({}, { taskRoleArn: written, executionRoleArn: 'new' });
    const running = aDefinition({}, { taskRoleArn: written });

    expect(namedRoles(aSubject({ definition, running }))).toEqual([
      { member: 'executionRoleArn', written: 'new', by: 'ecs-tasks.amazonaws.com' },
    ]);
  });

  it('are those of the load balancer, too', () => {
    const advanced = { alternateTargetGroupArn: 'b', productionListenerRule: 'r', roleArn: 'infrastructure' };
    const service = aService({ loadBalancers: [{ targetGroupArn: 'a', advanced }] });

    expect(namedRoles(aSubject({ service }))).toEqual([
      { member: 'roleArn', written: 'infrastructure', by: 'ecs.amazonaws.com' },
    ]);
  });

  it.each([
    ['secrets anywhere', { secrets: [{ name: 'A', valueFrom: '/a' }] }, {}, ['secrets']],
    [
      'an image of ECR on Fargate',
      { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1' },
      {},
      ['ecr-image'],
    ],
    ['awslogs on Fargate', { logConfiguration: { logDriver: 'awslogs' } }, {}, ['awslogs']],
    [
      'none of these on instances',
      {
        image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1',
        logConfiguration: { logDriver: 'awslogs' },
      },
      { requiresCompatibilities: ['EC2'] },
      undefined,
    ],
    ['nothing where there is one', { secrets: [{}] }, { executionRoleArn: 'r' }, undefined],
  ])('an execution role is needed for %s', (_, container, task, expected) => {
    const results = judgeExecutionRole(aDefinition(container, task));

    expect(results).toMatchObject(
      expected === undefined ? [] : [{ because: { kind: 'execution-role-needed', for: expected } }],
    );
  });
});

describe('target groups', () => {
  const service = aService({
    loadBalancers: [{ targetGroupArn: 'tg', containerName: 'web', containerPort: 80 }],
  });
  const group = { arn: 'tg', targetType: 'ip', healthCheckIntervalSeconds: 30, unhealthyThreshold: 2 };

  it.each([
    ['fit', read(group), 'passed'],
    ['are missing', read(undefined), 'error: target-group-missing'],
    ['are of instances', read({ ...group, targetType: 'instance' }), 'error: target-type-mismatch'],
    ['may not be read', denied, 'skipped: permission'],
  ])('%s: %s', (_, answer, expected) => {
    expect(inBrief(judgeTargetGroup(aSubject({ service }), 'tg', answer))).toBe(expected);
  });

  it('say how long they let connections be, as a note', () => {
    const result = judgeTargetGroup(aSubject({ service }), 'tg', read(group), 300);

    expect(result).toMatchObject({ kind: 'passed', note: { kind: 'deregistration-delay', seconds: 300 } });
  });
});

describe('alarms', () => {
  it('are judged by their state', () => {
    const states = read([
      { name: 'quiet', state: 'OK' as const },
      { name: 'firing', state: 'ALARM' as const },
      { name: 'mute', state: 'INSUFFICIENT_DATA' as const },
    ]);

    const results = judgeAlarms(['quiet', 'firing', 'mute', 'gone'], states, 'ecs');

    expect(results.map(inBrief)).toEqual([
      'passed',
      'error: alarm-firing',
      'warning: alarm-without-data',
      'error: alarm-missing',
    ]);
  });

  it('are those that are switched on', () => {
    const alarms = { names: ['5xx'], enable: false, rollback: true };

    expect(watchedAlarms(aSubject({ settings: { alarms } }))).toEqual([]);
    expect(watchedAlarms(aSubject({ settings: { alarms: { ...alarms, enable: true } } }))).toEqual(['5xx']);
  });
});

describe('images', () => {
  it.each([
    [read({ kind: 'found' } as const), 'nothing'],
    [read({ kind: 'missing', what: 'image' } as const), 'error: image-missing'],
    [read({ kind: 'missing', what: 'repository' } as const), 'error: image-missing'],
    [read({ kind: 'elsewhere', registry: 'ghcr.io' } as const), 'skipped: other-registry'],
    [denied, 'skipped: permission'],
  ])('%j: %s', (answer, expected) => {
    expect(inBrief(judgeImage('web:1', answer))).toBe(expected);
  });

  const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

  it.each([
    [`${host}/docker-hub/library/nginx:1`, 'image', 'warning: image-missing'],
    [`${host}/docker-hub/library/nginx:1`, 'repository', 'warning: image-missing'],
    [`${host}/mirror/nginx:1`, 'repository', 'warning: image-missing'],
    [`${host}/shop/web:1`, 'image', 'error: image-missing'],
    [`${host}/web:1`, 'repository', 'error: image-missing'],
  ] as const)(
    '%s that is missing (%s) may come from a pull-through cache, or not: %s',
    (image, what, expected) => {
      expect(inBrief(judgeImage(image, read({ kind: 'missing', what })))).toBe(expected);
    },
  );

  it.each([
    [read(['linux/amd64', 'linux/arm64/v8']), 'passed'],
    [read([]), 'passed'],
    [read(['linux/amd64']), 'error: platform-mismatch'],
    [denied, 'skipped: permission'],
  ])('for linux/arm64: %j is %s', (answer, expected) => {
    expect(inBrief(judgePlatforms('web:1', 'linux/arm64', answer))).toBe(expected);
  });
});
