import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const executionPolicy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

let sandbox: Sandbox;
let iam: ReturnType<typeof clientsOf>['iam'];
beforeEach(() => {
  sandbox = new Sandbox();
  iam = clientsOf(sandbox).iam;
});

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

describe('roles', () => {
  it('come with their trust policy URL-encoded', async () => {
    const created = await iam.createRole({ RoleName: 'execution', AssumeRolePolicyDocument: trust });
    expect(created.Role?.Arn).toBe('arn:aws:iam::123456789012:role/execution');
    const { Role: role } = await iam.getRole({ RoleName: 'execution' });
    expect(role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22/);
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
    expect(role?.MaxSessionDuration).toBe(3600);
  });

  it('are of all regions', async () => {
    await iam.createRole({ RoleName: 'execution', AssumeRolePolicyDocument: trust });
    expect(sandbox.worldOf('eu-west-1').iam.roles.has('execution')).toBe(true);
  });

  it('that are not there are NoSuchEntity, with 404', async () => {
    const error = await iam.getRole({ RoleName: 'nobody' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name nobody cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('are made once, and with a trust policy that is one', async () => {
    await iam.createRole({ RoleName: 'a', AssumeRolePolicyDocument: trust });
    const again = iam.createRole({ RoleName: 'a', AssumeRolePolicyDocument: trust });
    expect(await refusal(again)).toEqual({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name a already exists.',
    });
    const noJson = iam.createRole({ RoleName: 'b', AssumeRolePolicyDocument: '{' });
    expect(await refusal(noJson)).toEqual({
      name: 'MalformedPolicyDocumentException',
      message: 'This policy contains invalid Json',
    });
  });

  it('have another id when they are made again, in the same moment too', async () => {
    const ids = new Set<string | undefined>();
    for (let nth = 0; nth < 3; nth++) {
      const { Role: role } = await iam.createRole({ RoleName: 'a', AssumeRolePolicyDocument: trust });
      expect(role?.RoleId).toMatch(/^AROA[0-9A-F]{17}$/);
      ids.add(role?.RoleId);
      await iam.deleteRole({ RoleName: 'a' });
    }
    expect(ids.size).toBe(3);
  });

  it('come in pages of no other size than at AWS', async () => {
    await iam.createRole({ RoleName: 'a', AssumeRolePolicyDocument: trust });
    const refusals = await Promise.all([
      refusal(iam.listRoles({ MaxItems: 0 })),
      refusal(iam.listRolePolicies({ RoleName: 'a', MaxItems: 1001 })),
      refusal(iam.listAttachedRolePolicies({ RoleName: 'a', MaxItems: 1001 })),
    ]);
    const what = "at 'maxItems' failed to satisfy constraint: Member must have value";
    expect(refusals).toEqual([
      {
        name: 'ValidationError',
        message: `1 validation error detected: Value '0' ${what} greater than or equal to 1`,
      },
      ...[1, 2].map(() => ({
        name: 'ValidationError',
        message: `1 validation error detected: Value '1001' ${what} less than or equal to 1000`,
      })),
    ]);
  });

  it('can be trusted by others later', async () => {
    await iam.createRole({ RoleName: 'a', AssumeRolePolicyDocument: trust });
    const changed = trust.replace('ecs-tasks', 'ec2');
    await iam.updateAssumeRolePolicy({ RoleName: 'a', PolicyDocument: changed });
    const { Role: role } = await iam.getRole({ RoleName: 'a' });
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(changed);
  });

  it('go only without policies', async () => {
    await iam.createRole({ RoleName: 'a', AssumeRolePolicyDocument: trust });
    await iam.attachRolePolicy({ RoleName: 'a', PolicyArn: executionPolicy });
    await iam.putRolePolicy({
      RoleName: 'a',
      PolicyName: 'secrets',
      PolicyDocument: policy({ Effect: 'Allow', Action: 'ssm:GetParameters', Resource: '*' }),
    });
    const attached = await iam.listAttachedRolePolicies({ RoleName: 'a' });
    expect(attached.AttachedPolicies).toEqual([
      { PolicyName: 'AmazonECSTaskExecutionRolePolicy', PolicyArn: executionPolicy },
    ]);
    expect((await iam.listRolePolicies({ RoleName: 'a' })).PolicyNames).toEqual(['secrets']);
    expect(await refusal(iam.deleteRole({ RoleName: 'a' }))).toEqual({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
    });
    await iam.detachRolePolicy({ RoleName: 'a', PolicyArn: executionPolicy });
    await iam.deleteRolePolicy({ RoleName: 'a', PolicyName: 'secrets' });
    await iam.deleteRole({ RoleName: 'a' });
    expect((await iam.listRoles({})).Roles).toEqual([]);
  });

  it('take policies of AWS, and no others', async () => {
    await iam.createRole({ RoleName: 'a', AssumeRolePolicyDocument: trust });
    const own = 'arn:aws:iam::123456789012:policy/mine';
    expect(await refusal(iam.attachRolePolicy({ RoleName: 'a', PolicyArn: own }))).toEqual({
      name: 'NoSuchEntityException',
      message: `Policy ${own} does not exist or is not attachable.`,
    });
  });
});

describe('the policy simulator', () => {
  const arn = 'arn:aws:iam::123456789012:role/execution';
  const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/db-AbCdEf';

  async function decide(action: string, resource?: string, context: [string, string][] = []) {
    const { EvaluationResults: results = [] } = await iam.simulatePrincipalPolicy({
      PolicySourceArn: arn,
      ActionNames: [action],
      ...(resource !== undefined && { ResourceArns: [resource] }),
      ContextEntries: context.map(([key, value]) => ({
        ContextKeyName: key,
        ContextKeyValues: [value],
        ContextKeyType: 'string' as const,
      })),
    });
    return results[0]?.EvalDecision;
  }

  beforeEach(async () => {
    await iam.createRole({ RoleName: 'execution', AssumeRolePolicyDocument: trust });
  });

  it('denies implicitly what nothing allows', async () => {
    expect(await decide('ecr:BatchGetImage')).toBe('implicitDeny');
  });

  it("evaluates AWS's own policies and those of the role, with wildcards", async () => {
    await iam.attachRolePolicy({ RoleName: 'execution', PolicyArn: executionPolicy });
    await iam.putRolePolicy({
      RoleName: 'execution',
      PolicyName: 'secrets',
      PolicyDocument: policy({
        Effect: 'Allow',
        Action: ['secretsmanager:Get*'],
        Resource: ['arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/*'],
      }),
    });
    expect(await decide('ecr:BatchGetImage')).toBe('allowed');
    expect(await decide('SecretsManager:getSecretValue', secret)).toBe('allowed');
    expect(await decide('secretsmanager:GetSecretValue', secret.replace('shop', 'bank'))).toBe(
      'implicitDeny',
    );
    expect(await decide('secretsmanager:PutSecretValue', secret)).toBe('implicitDeny');
  });

  it('lets a Deny win', async () => {
    await iam.putRolePolicy({
      RoleName: 'execution',
      PolicyName: 'all-but-one',
      PolicyDocument: policy(
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'secretsmanager:*', Resource: secret },
      ),
    });
    expect(await decide('secretsmanager:GetSecretValue', secret)).toBe('explicitDeny');
    expect(await decide('ssm:GetParameters')).toBe('allowed');
  });

  it('asks conditions for values that it was given', async () => {
    await iam.putRolePolicy({
      RoleName: 'execution',
      PolicyName: 'pass',
      PolicyDocument: policy({
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: '*',
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }),
    });
    const toEcs: [string, string][] = [['iam:PassedToService', 'ecs-tasks.amazonaws.com']];
    expect(await decide('iam:PassRole', arn, toEcs)).toBe('allowed');
    expect(await decide('iam:PassRole', arn)).toBe('implicitDeny');
  });

  it('lets the user of the sandbox do everything, as its calls may', async () => {
    const { EvaluationResults: results } = await iam.simulatePrincipalPolicy({
      PolicySourceArn: 'arn:aws:iam::123456789012:user/sandbox',
      ActionNames: ['ecs:UpdateService', 'iam:PassRole'],
    });
    expect(results?.map(({ EvalDecision }) => EvalDecision)).toEqual(['allowed', 'allowed']);
  });

  it('knows no roles that nobody made', async () => {
    const gone = iam.simulatePrincipalPolicy({ PolicySourceArn: `${arn}-2`, ActionNames: ['s3:GetObject'] });
    expect((await refusal(gone)).name).toBe('NoSuchEntityException');
  });
});
