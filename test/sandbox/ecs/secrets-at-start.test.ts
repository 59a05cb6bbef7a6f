import { beforeEach, describe, expect, it } from '@jest/globals';
import { lookUp } from '../../../src/diagnosis/catalogue.ts';
import { resolveSecrets } from '../../../src/sandbox/ecs/tasks/secrets.ts';
import { iamOperations } from '../../../src/sandbox/iam/operations/index.ts';
import { secretsManagerOperations } from '../../../src/sandbox/secretsmanager/operations/index.ts';
import { ssmOperations } from '../../../src/sandbox/ssm/operations/index.ts';
import { Rehearsal } from './rehearsal.ts';

const image = 'registry.example/web:1';
const parameters = 'arn:aws:ssm:eu-west-1:123456789012:parameter';
const executionRoleArn = 'arn:aws:iam::123456789012:role/execution';
const fargate =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';

let rehearsal: Rehearsal;
beforeEach(() => {
  rehearsal = new Rehearsal();
});

/** Starts a service whose container has these secrets, and waits until its task runs or has failed. */
function start(...valuesFrom: readonly string[]): void {
  const secrets = valuesFrom.map((valueFrom, nth) => ({ name: `SECRET_${nth}`, valueFrom }));
  const taskDefinition = rehearsal.register(image, {
    executionRoleArn,
    containerDefinitions: [{ name: 'app', image, secrets }],
  });
  rehearsal.createService(image, { taskDefinition, desiredCount: 1 });
  rehearsal.pass(20);
}

function values(): Record<string, string> {
  const [task] = rehearsal.world.ecs.clusters.get('demo')?.tasks.values() ?? [];
  const resolved = resolveSecrets(rehearsal.world, task!);
  if (resolved.kind === 'failed') throw new Error(resolved.reason);
  return Object.fromEntries(resolved.values.get('app') ?? []);
}

function reason(): string {
  const task = rehearsal.tasks('STOPPED').find(({ stopCode }) => stopCode === 'TaskFailedToStart');
  return (task?.stoppedReason ?? '').replace(/request id: [\w-]+/, 'request id: R');
}

function putSecret(name: string, text: string): string {
  const made = rehearsal.call(secretsManagerOperations.CreateSecret, { Name: name, SecretString: text });
  return made.ARN!;
}

function putParameter(name: string, value: string): void {
  rehearsal.call(ssmOperations.PutParameter, { Name: name, Value: value, Type: 'SecureString' });
}

describe('secrets of a container', () => {
  it('are taken to exist as long as nobody has put one', () => {
    start(`${parameters}/web/db`, 'web-key');
    expect(rehearsal.service.runningCount).toBe(1);
    expect(values()).toEqual({
      SECRET_0: `sandbox:${parameters}/web/db`,
      SECRET_1: 'sandbox:web-key',
    });
  });

  it('have the values that were put, decrypted, whole or one member of JSON', () => {
    putParameter('/web/db', 'postgres://');
    const json = putSecret('web/keys', '{"api":"hunter2","limits":{"a":1}}');
    const text = putSecret('web/text', 'plain');
    start('/web/db', `${parameters}/web/db`, `${json}:api::`, `${json}:limits`, text, json);
    expect(values()).toEqual({
      SECRET_0: 'postgres://',
      SECRET_1: 'postgres://',
      SECRET_2: 'hunter2',
      SECRET_3: '{"a":1}',
      SECRET_4: 'plain',
      SECRET_5: '{"api":"hunter2","limits":{"a":1}}',
    });
  });

  it('can be those of an earlier version', () => {
    const arn = putSecret('web/text', 'old');
    rehearsal.call(secretsManagerOperations.PutSecretValue, { SecretId: arn, SecretString: 'new' });
    start(arn, `${arn}::AWSPREVIOUS:`);
    expect(values()).toEqual({ SECRET_0: 'new', SECRET_1: 'old' });
  });

  it('are taken to exist in other regions and accounts', () => {
    putParameter('/web/db', 'x');
    start('arn:aws:ssm:us-east-1:123456789012:parameter/web/db');
    expect(rehearsal.service.runningCount).toBe(1);
  });

  it.each([
    [
      'a parameter',
      () => [`${parameters}/web/a`, 'web-b'],
      'unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /web/a,web-b',
      'secret.missing',
    ],
    [
      'a secret',
      () => ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:web/gone-AbCdEf'],
      "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:web/gone-AbCdEf from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret. status code: 400, request id: R",
      'secret.missing',
    ],
    [
      'a key',
      () => [`${putSecret('web/keys', '{"api":"x"}')}:password::`],
      'unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key password',
      'secret.not-json',
    ],
    [
      'JSON',
      () => [`${putSecret('web/text', 'plain')}:password::`],
      "unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character 'p' looking for beginning of value",
      'secret.not-json',
    ],
    [
      'any text',
      () => [`${putSecret('web/text', '')}:password::`],
      'unable to retrieve secret from asm: service call has been retried 1 time(s): unexpected end of JSON input',
      'secret.not-json',
    ],
    [
      'a comma',
      () => [`${putSecret('web/text', '{"a":1 "password":"x"}')}:password::`],
      `unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character '"' after object key:value pair`,
      'secret.not-json',
    ],
    [
      'a key of null',
      () => [`${putSecret('web/text', 'null')}:password::`],
      'unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key password',
      'secret.not-json',
    ],
  ])('stop the task where %s is missing, in words that the catalogue knows', (_what, refer, text, id) => {
    putParameter('/web/other', 'x');
    start(...refer());
    expect(reason()).toBe(fargate + text);
    expect(lookUp(reason())?.id).toBe(id);
    expect(rehearsal.service.runningCount).toBe(0);
  });

  it('stop the task where a secret is marked for deletion', () => {
    const arn = putSecret('web/text', 'x');
    rehearsal.call(secretsManagerOperations.DeleteSecret, { SecretId: arn });
    start(arn);
    expect(reason()).toContain(
      "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
    );
    expect(lookUp(reason())?.id).toBe('secret.missing');
  });

  it('are looked up anew by every task', () => {
    putParameter('/web/db', 'x');
    start('/web/db');
    rehearsal.call(ssmOperations.DeleteParameter, { Name: '/web/db' });
    rehearsal.update({ forceNewDeployment: true });
    rehearsal.pass(20);
    expect(reason()).toContain('invalid ssm parameters: /web/db');
  });
});

describe('a role of a task', () => {
  const trust = (service: string): string =>
    JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    });

  it('that nobody made is taken to exist', () => {
    start();
    expect(rehearsal.service.runningCount).toBe(1);
  });

  it('that does not trust ECS keeps tasks from being launched, until it does', () => {
    const RoleName = 'execution';
    rehearsal.call(iamOperations.CreateRole, {
      RoleName,
      AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
    });
    start();
    expect(rehearsal.events.at(-1)).toBe(
      `(service web) failed to launch a task with (error ECS was unable to assume the role '${executionRoleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).`,
    );
    rehearsal.call(iamOperations.UpdateAssumeRolePolicy, {
      RoleName,
      PolicyDocument: trust('ecs-tasks.amazonaws.com'),
    });
    rehearsal.pass(60);
    expect(rehearsal.service.runningCount).toBe(1);
  });
});
