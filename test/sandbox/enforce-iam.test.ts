import { beforeEach, describe, expect, it } from '@jest/globals';
import { ListTasksCommand, RegisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf } from './clients.ts';

const ecsArn = (path: string): string => `arn:aws:ecs:us-east-1:123456789012:${path}`;
const role = 'arn:aws:iam::123456789012:role/execution';

interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

let sandbox: Sandbox;
let clients: ReturnType<typeof clientsOf>;
beforeEach(() => {
  sandbox = new Sandbox();
  clients = clientsOf(sandbox);
});

function enforce(...statements: readonly object[]): void {
  sandbox.control.enforceIam({ policy: { Version: '2012-10-17', Statement: statements } });
}

const allow = (action: string | string[], resource = '*', condition?: object): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition !== undefined && { Condition: condition }),
});

async function refusalOf(asking: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await asking;
    return undefined;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
}

const update = () =>
  refusalOf(clients.ecs.send(new UpdateServiceCommand({ cluster: 'prod', service: 'web' })));
const register = (input: object = {}) =>
  refusalOf(
    clients.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'web',
        containerDefinitions: [{ name: 'app', image: 'web:1', memory: 128 }],
        ...input,
      }),
    ),
  );

describe('an enforced policy', () => {
  it("refuses what it does not grant in AWS's words, as JSON services do", async () => {
    enforce(allow('ecs:Describe*'));

    expect(await update()).toEqual({
      name: 'AccessDeniedException',
      // As ECS models it; JSON services without a model of it answer 400.
      status: 403,
      message: `User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform: ecs:UpdateService on resource: ${ecsArn('service/prod/web')} because no identity-based policy allows the ecs:UpdateService action`,
    });
  });

  it('refuses as Query services do', async () => {
    enforce(allow('ecs:*'));

    expect(await refusalOf(clients.elbv2.send(new DescribeTargetGroupsCommand({})))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
      message: expect.stringContaining(
        'elasticloadbalancing:DescribeTargetGroups on resource: * because no identity-based policy allows',
      ) as unknown,
    });
  });

  it('names what AWS names where that is odd', async () => {
    enforce(allow('sts:*'));

    const tasks = await refusalOf(clients.ecs.send(new ListTasksCommand({ cluster: 'prod' })));
    const groups = await refusalOf(clients.logs.send(new DescribeLogGroupsCommand({})));
    const alarms = await refusalOf(clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['a'] })));
    expect(tasks?.message).toContain(` on resource: ${ecsArn('container-instance/prod/*')} because`);
    expect(groups?.message).toContain(':log-group::log-stream: because');
    expect(alarms?.message).toContain('cloudwatch:DescribeAlarms on resource: arn:aws:cloudwatch');
  });

  it('lets pass what it grants, by wildcards of either kind', async () => {
    enforce(allow(['ecs:Update*', 'ecr:GetAuthorizationTok?n'], '*'));

    expect(await update()).toMatchObject({ name: 'ClusterNotFoundException' });
    expect(await refusalOf(clients.ecr.send(new GetAuthorizationTokenCommand({})))).toBeUndefined();
  });

  it('keeps to resources, and says so for another service', async () => {
    enforce(allow('ecs:UpdateService', ecsArn('service/prod/shop')));
    expect(await update()).toMatchObject({ name: 'AccessDeniedException' });

    enforce(allow('ecs:UpdateService', ecsArn('service/prod/w*')));
    expect(await update()).toMatchObject({ name: 'ClusterNotFoundException' });
  });

  it('keeps to the cluster in a condition', async () => {
    const inCluster = (name: string) => ({ ArnEquals: { 'ecs:cluster': ecsArn(`cluster/${name}`) } });
    const list = () => refusalOf(clients.ecs.send(new ListTasksCommand({ cluster: 'prod' })));

    enforce(allow('ecs:ListTasks', '*', inCluster('staging')));
    expect(await list()).toMatchObject({ name: 'AccessDeniedException' });
    enforce(allow('ecs:ListTasks', '*', inCluster('prod')));
    expect(await list()).toMatchObject({ name: 'ClusterNotFoundException' });
  });

  it('lets an explicit Deny win, and says that it is one', async () => {
    enforce(allow('*'), { Effect: 'Deny', Action: 'ecs:UpdateService', Resource: '*' });

    expect((await update())?.message).toMatch(/ with an explicit deny in an identity-based policy$/);
  });

  it('asks for the tags of a new revision, and for handing its roles over to tasks', async () => {
    const family = ecsArn('task-definition/web:*');
    const toTasks = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
    const tags = [{ key: 'team', value: 'shop' }];
    enforce(allow('ecs:RegisterTaskDefinition', family));

    expect(await register()).toBeUndefined();
    expect((await register({ tags }))?.message).toContain(`ecs:TagResource on resource: ${family}`);
    expect((await register({ executionRoleArn: role }))?.message).toContain(
      `iam:PassRole on resource: ${role}`,
    );
    expect(await register({ family: 'other' })).toMatchObject({ name: 'AccessDeniedException' });

    enforce(
      allow(['ecs:RegisterTaskDefinition', 'ecs:TagResource'], family),
      allow('iam:PassRole', role, toTasks),
    );
    expect(await register({ tags, executionRoleArn: role })).toBeUndefined();
    enforce(
      allow('ecs:RegisterTaskDefinition', family),
      allow('iam:PassRole', role, { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }),
    );
    expect((await register({ executionRoleArn: role }))?.message).toContain('iam:PassRole');
  });

  it('never refuses who asks who they are', async () => {
    enforce(allow('ecs:*'));

    expect(await refusalOf(clients.sts.send(new GetCallerIdentityCommand({})))).toBeUndefined();
  });

  it('is for one access key where one is named, and counts what it refused until it is taken back', async () => {
    const policy = { Statement: allow('ecs:Describe*') };
    sandbox.control.enforceIam({ policy, accessKeyId: 'ci' });
    expect(await update()).toMatchObject({ name: 'ClusterNotFoundException' });

    sandbox.control.enforceIam({ policy, accessKeyId: 'AKIDEXAMPLE' });
    expect(await update()).toMatchObject({ name: 'AccessDeniedException' });
    expect(sandbox.control.status().enforcement).toEqual({
      statements: 1,
      accessKeyId: 'AKIDEXAMPLE',
      refused: 1,
    });

    sandbox.control.enforceIam(undefined);
    expect(await update()).toMatchObject({ name: 'ClusterNotFoundException' });
    expect(sandbox.control.status().enforcement).toBeUndefined();
  });

  it('holds requests to the registry against the permissions of who got the token', async () => {
    await clients.ecr.send(new CreateRepositoryCommand({ repositoryName: 'shop/web' }));
    enforce(allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage']));
    const { authorizationData } = await clients.ecr.send(new GetAuthorizationTokenCommand({}));
    const ask = async (method: string, path: string) => {
      const { status, body } = await sandbox.registry({
        method,
        path: `/v2/shop/web/${path}`,
        query: new URLSearchParams(),
        headers: { authorization: `Basic ${authorizationData?.[0]?.authorizationToken ?? ''}` },
        body: '',
      });
      return { status, body: Buffer.from(body).toString() };
    };

    expect(await ask('GET', 'manifests/1')).toMatchObject({ status: 404 });
    const refused = await ask('POST', 'blobs/uploads/');
    expect(refused.status).toBe(403);
    expect(refused.body).toContain(
      'is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:123456789012:repository/shop/web because',
    );
  });
});

describe('a policy that is none', () => {
  it.each<[unknown, string]>([
    ['{"Statement": [', 'The policy is no JSON: '],
    [[], 'The policy must be a JSON object with a Statement.'],
    [{}, 'The policy has no Statement.'],
    [
      { Version: '2020-01-01', Statement: [] },
      'The Version of the policy must be 2012-10-17, not "2020-01-01".',
    ],
    [{ Statement: ['ecs:*'] }, 'Statement 1 of the policy must be an object, not "ecs:*".'],
    [
      { Statement: [{ Sid: 'Read', Effect: 'allow', Action: '*', Resource: '*' }] },
      'Statement 1 (Read) of the policy must have the Effect Allow or Deny, not "allow".',
    ],
    [
      { Statement: { Effect: 'Allow', Actions: '*', Resource: '*' } },
      'Statement 1 of the policy has the member Actions, and may have Sid, Effect, Action, NotAction, Resource, NotResource, Condition only.',
    ],
    [
      { Statement: { Effect: 'Allow', Action: 'UpdateService', Resource: '*' } },
      'Statement 1 of the policy must name an action such as ecs:UpdateService as Action, not "UpdateService".',
    ],
    [
      { Statement: { Effect: 'Allow', Action: 'ecs:*' } },
      'Statement 1 of the policy must have either Resource or NotResource.',
    ],
    [
      { Statement: { Effect: 'Allow', Action: 'ecs:*', Resource: [] } },
      'Statement 1 of the policy must name an ARN or * as Resource, not [].',
    ],
    [
      { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { Bool: { 'aws:X': true } } } },
      'Statement 1 of the policy has the condition operator Bool; the sandbox knows StringEquals, StringLike, ArnEquals, ArnLike.',
    ],
  ])('%j is refused in one sentence', (policy, sentence) => {
    expect(() => sandbox.control.enforceIam({ policy })).toThrow(sentence);
  });
});
