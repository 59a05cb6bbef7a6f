import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PolicyDocument } from '../../src/model/iam-policy.ts';
import { seedDemoWorld } from '../../src/sandbox/demo.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { ecsdeploy } from './run.ts';
import { withEnv, withFiles } from './surroundings.ts';

const taskDefinition = JSON.stringify({
  family: 'shop-api',
  taskRoleArn: 'arn:aws:iam::210987654321:role/api',
  executionRoleArn: 'ecsTaskExecution',
  containerDefinitions: [
    {
      name: 'api',
      image: '210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1',
      secrets: [
        { name: 'KEY', valueFrom: 'arn:aws:secretsmanager:eu-west-1:210987654321:secret:api-AbCdEf:key::' },
      ],
    },
  ],
});

const configuration = `version: 1
region: eu-west-1
account: "210987654321"
cluster: prod
services:
  api:
    service: shop-api
    taskDefinition: ./api.json
`;

/** The command with these files, without AWS. */
async function offline(files: Readonly<Record<string, string>>, ...argv: string[]) {
  return await withFiles(files, (folder) =>
    withEnv({ AWS_REGION: undefined, ECSDEPLOY_CONFIG: path.join(folder, 'ecsdeploy.yml') }, () =>
      ecsdeploy('iam', 'policy', '--offline', ...argv),
    ),
  );
}

const files = { 'ecsdeploy.yml': configuration, 'api.json': taskDefinition };

describe('iam policy, without asking AWS', () => {
  it('prints a policy document and nothing else on standard output', async () => {
    const ran = await offline(files);

    const { Version, Statement } = JSON.parse(ran.stdout) as PolicyDocument;
    expect([ran.exitCode, Version]).toEqual([0, '2012-10-17']);
    const sids = Statement.map(({ Sid }) => Sid);
    expect(sids.every((sid) => /^[A-Za-z0-9]+$/.test(sid))).toBe(true);
    expect(new Set(sids).size).toBe(sids.length);
    expect(ran.stderr).toContain('AWS was not asked what the service is like');
  });

  it('names the roles, the family, the repository and the secret of the task definition file', async () => {
    const { stdout } = await offline(files);

    const { Statement } = JSON.parse(stdout) as PolicyDocument;
    const on = (action: string) =>
      Statement.filter((statement) => statement.Action.includes(action)).flatMap(({ Resource }) => Resource);
    expect(on('iam:PassRole')).toEqual([
      'arn:aws:iam::210987654321:role/api',
      'arn:aws:iam::210987654321:role/ecsTaskExecution',
    ]);
    expect(on('ecs:RegisterTaskDefinition')).toEqual([
      'arn:aws:ecs:eu-west-1:210987654321:task-definition/shop-api:*',
    ]);
    expect(on('ecs:UpdateService')).toEqual(['arn:aws:ecs:eu-west-1:210987654321:service/prod/shop-api']);
    expect(on('ecr:DescribeImages')).toEqual(['arn:aws:ecr:eu-west-1:210987654321:repository/shop/api']);
    expect(on('secretsmanager:GetSecretValue')).toEqual([
      'arn:aws:secretsmanager:eu-west-1:210987654321:secret:api-AbCdEf',
    ]);
    expect(on('codedeploy:CreateDeployment')).toEqual([]);
  });

  it('has CodeDeploy in it where the configuration has, and what ECS alone needs not', async () => {
    const withGroup = `${configuration}    codedeploy: { application: shop, group: api }\n`;

    const { stdout } = await offline({ ...files, 'ecsdeploy.yml': withGroup }, '--commands', 'deploy,abort');

    expect(stdout).toContain('arn:aws:codedeploy:eu-west-1:210987654321:deploymentgroup:shop/api');
    expect(stdout).not.toContain('ecs:UpdateService');
    expect(stdout).not.toContain('ecs:StopServiceDeployment');
  });

  it('tells what it does not know, and stands a * in its place', async () => {
    const bare = 'version: 1\ncluster: prod\nservices:\n  api: {}\n';

    const ran = await offline({ 'ecsdeploy.yml': bare });

    for (const what of ['account is', 'region is', 'family is', 'roles are']) {
      expect(ran.stderr).toContain(`The ${what} not known, so * stands in its place`);
    }
    expect(ran.stdout).toContain('"arn:aws:ecs:*:*:service/prod/api"');
    expect(ran.stdout).toContain('"arn:aws:iam::*:role/*"');
  });

  it('groups by command with reasons, and with resources where that is asked for', async () => {
    const text = await offline(files, '--format', 'text', '--commands', 'status');
    const explained = await offline(files, '--format', 'text', '--commands', 'status', '--explain');
    const beside = await offline(files, '--commands', 'status', '--explain');

    expect(text.stdout).toMatch(/^prod\/shop-api: \d+ actions, [\d,]+ of 6,144 characters\n\nstatus\n/);
    expect(text.stdout).toMatch(/ {2}ecs:DescribeServices +every look at the service\n/);
    expect(text.stdout).not.toContain('arn:');
    expect(explained.stdout).toContain('      arn:aws:ecs:eu-west-1:210987654321:service/prod/shop-api\n');
    expect(beside.stderr).toContain('every look at the service');
    expect(JSON.parse(beside.stdout)).toHaveProperty('Version');
  });

  it('has it all in one document under --json', async () => {
    const { stdout } = await offline(files, '--json', '--commands', 'status');

    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      policy: { Version: '2012-10-17' },
      characters: expect.any(Number) as unknown,
      permissions: expect.arrayContaining([
        expect.objectContaining({ action: 'ecs:DescribeServices', reason: 'look-at-service' }),
      ]) as unknown,
    });
  });

  it('says when it is longer than IAM takes', async () => {
    const many = Array.from({ length: 90 }, (_, index) => ({
      name: `S${index}`,
      valueFrom: `arn:aws:secretsmanager:eu-west-1:210987654321:secret:number-${index}-AbCdEf`,
    }));
    const definition = JSON.parse(taskDefinition) as { containerDefinitions: object[] };
    definition.containerDefinitions = [{ ...definition.containerDefinitions[0], secrets: many }];

    const ran = await offline({ ...files, 'api.json': JSON.stringify(definition) });

    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toMatch(/The policy has [\d,]+ characters, and IAM takes 6,144 in a managed policy/);
  });

  it('refuses a command that there is not', async () => {
    const ran = await offline(files, '--commands', 'deploi');

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('deploi');
  });
});

describe('iam policy, asking the sandbox', () => {
  let server: SandboxServer;
  beforeAll(async () => {
    server = await SandboxServer.start(new Sandbox(), { port: 0, furnish: seedDemoWorld });
  });
  afterAll(() => server.stop());

  const ask = (service: string, ...argv: string[]) =>
    withEnv(
      {
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: 'sandbox',
        AWS_SECRET_ACCESS_KEY: 'sandbox',
        AWS_REGION: 'us-east-1',
      },
      () => ecsdeploy('iam', 'policy', '--cluster', 'demo', '--service', service, ...argv),
    );

  it('learns account, roles and deployment controller from AWS', async () => {
    const web = await ask('web');
    const checkout = await ask('checkout');

    expect(web.stdout).toContain('"arn:aws:ecs:us-east-1:123456789012:service/demo/web"');
    expect(web.stdout).not.toContain('codedeploy:');
    expect(checkout.stdout).toContain('"codedeploy:CreateDeployment"');
    expect(checkout.stdout).not.toContain('ecs:UpdateService');
    expect(web.stdout).not.toContain('role/*');
  });

  it('prints a policy by which the sandbox then judges', async () => {
    const { stdout } = await ask('web', '--commands', 'status');
    server.sandbox.control.enforceIam({ policy: stdout });

    const refused = await ask('shop');
    server.sandbox.control.enforceIam(undefined);

    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('may not ecs:DescribeServices on');
    expect(refused.stderr).toContain('ecsdeploy iam policy --offline');
  });
});

describe('sandbox start --enforce-iam', () => {
  it('refuses a policy that is none in one sentence', async () => {
    const ran = await withFiles({ 'policy.json': '{"Statement": [{"Effect": "Allow"}]}' }, (folder) =>
      ecsdeploy('sandbox', 'start', '--port', '0', '--enforce-iam', path.join(folder, 'policy.json')),
    );

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(
      /Error: --enforce-iam \S+policy.json: Statement 1 of the policy must have either Action or NotAction\n/,
    );
  });

  it('refuses a file that is not there', async () => {
    const ran = await ecsdeploy('sandbox', 'start', '--port', '0', '--enforce-iam', 'nowhere.json');

    expect(ran).toMatchObject({ exitCode: 2 });
    expect(ran.stderr).toContain('--enforce-iam nowhere.json: there is no such file');
  });
});
