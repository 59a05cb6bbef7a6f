import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { awsCli, newerAws, plainAws } from './aws-cli.ts';
import { describeWithPrograms } from './require-programs.ts';
import { Witness } from './witness.ts';

// A client that this project did not write: what botocore cannot parse is wrong.

describeWithPrograms([plainAws], 'the aws command, parameters, secrets and roles', () => {
  stories('lookups-cli', plainAws);
});

// No package of Debian 12 has one, so a machine need not.
(newerAws === undefined ? describe.skip : describe)(
  'a newer aws command, parameters, secrets and roles',
  () => {
    stories('newer-lookups-cli', newerAws ?? 'aws');
  },
);

function stories(name: string, program: string): void {
  let server: SandboxServer;
  const witness = new Witness(name, 'lookups-cli.test.ts', () => server.sandbox);

  async function aws(...args: string[]): Promise<unknown> {
    const { code, output, stderr } = await awsCli(program, server.url, ...args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')}: exit ${code}: ${stderr}`);
    return output;
  }

  async function refused(...args: string[]): Promise<string> {
    const { code, stderr } = await awsCli(program, server.url, ...args);
    expect(code).not.toBe(0);
    return stderr.trim();
  }

  beforeEach(async () => {
    server = await SandboxServer.start(new Sandbox({ startAt: Date.now() }), { port: 0, speed: 1 });
  });
  afterEach(() => server.stop());

  witness.it(
    'puts a parameter and reads it',
    async () => {
      const put = ['put-parameter', '--name', '/shop/key', '--value', 'hunter2', '--type', 'SecureString'];
      expect(await aws('ssm', ...put)).toMatchObject({ Version: 1 });
      const names = ['--names', '/shop/key', '/shop/gone'];
      expect(await aws('ssm', 'get-parameters', '--with-decryption', ...names)).toMatchObject({
        Parameters: [{ Name: '/shop/key', Value: 'hunter2' }],
        InvalidParameters: ['/shop/gone'],
      });
      expect(await refused('ssm', 'get-parameter', '--name', '/shop/gone')).toContain(
        'An error occurred (ParameterNotFound) when calling the GetParameter operation',
      );
    },
    60_000,
  );

  witness.it(
    'makes a secret, reads it, and is told when it is marked for deletion',
    async () => {
      const make = ['create-secret', '--name', 'shop/db', '--secret-string', '{"password":"hunter2"}'];
      expect(await aws('secretsmanager', ...make)).toMatchObject({ Name: 'shop/db' });
      const id = ['--secret-id', 'shop/db'];
      expect(await aws('secretsmanager', 'get-secret-value', ...id)).toMatchObject({
        SecretString: '{"password":"hunter2"}',
        VersionStages: ['AWSCURRENT'],
      });
      await aws('secretsmanager', 'delete-secret', ...id);
      expect(await refused('secretsmanager', 'get-secret-value', ...id)).toContain(
        "An error occurred (InvalidRequestException) when calling the GetSecretValue operation: You can't perform this operation on the secret because it was marked for deletion.",
      );
    },
    60_000,
  );

  witness.it(
    'makes a role, reads whom it trusts, and asks what it may do',
    async () => {
      const statement = {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
      };
      const trust = { Version: '2012-10-17', Statement: [statement] };
      const role = ['--role-name', 'execution'];
      await aws('iam', 'create-role', ...role, '--assume-role-policy-document', JSON.stringify(trust));
      const policy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
      await aws('iam', 'attach-role-policy', ...role, '--policy-arn', policy);
      expect(await aws('iam', 'get-role', ...role)).toMatchObject({
        Role: { AssumeRolePolicyDocument: trust },
      });
      const question = ['--action-names', 'ecr:BatchGetImage', 'ssm:GetParameters'];
      const source = ['--policy-source-arn', 'arn:aws:iam::123456789012:role/execution'];
      expect(await aws('iam', 'simulate-principal-policy', ...source, ...question)).toMatchObject({
        EvaluationResults: [{ EvalDecision: 'allowed' }, { EvalDecision: 'implicitDeny' }],
      });
      expect(await refused('iam', 'get-role', '--role-name', 'nobody')).toContain(
        'An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name nobody cannot be found.',
      );
    },
    60_000,
  );
}
