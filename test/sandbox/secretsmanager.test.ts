import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

let sandbox: Sandbox;
let secrets: ReturnType<typeof clientsOf>['secretsManager'];
beforeEach(() => {
  sandbox = new Sandbox();
  secrets = clientsOf(sandbox).secretsManager;
});

const day = 24 * 60 * 60_000;
const notThere = {
  name: 'ResourceNotFoundException',
  message: "Secrets Manager can't find the specified secret.",
};

describe('secrets', () => {
  it('have ARNs with six characters at the end, and are found by name, by the whole ARN and without its end', async () => {
    const { ARN: arn = '' } = await secrets.createSecret({ Name: 'shop/db', SecretString: 'hunter2' });
    expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:shop\/db-[A-Za-z0-9]{6}$/);
    for (const SecretId of ['shop/db', arn, arn.slice(0, -7)]) {
      const answer = await secrets.getSecretValue({ SecretId });
      expect(answer).toMatchObject({ ARN: arn, SecretString: 'hunter2', VersionStages: ['AWSCURRENT'] });
    }
    expect(await refusal(secrets.getSecretValue({ SecretId: 'shop/other' }))).toEqual(notThere);
    const wrongEnd = `${arn.slice(0, -6)}abcdef`;
    expect(await refusal(secrets.getSecretValue({ SecretId: wrongEnd }))).toEqual(notThere);
  });

  it('keep the value before the present one under AWSPREVIOUS', async () => {
    const first = await secrets.createSecret({ Name: 'db', SecretString: 'one' });
    await secrets.putSecretValue({ SecretId: 'db', SecretString: 'two' });
    const previous = await secrets.getSecretValue({ SecretId: 'db', VersionStage: 'AWSPREVIOUS' });
    expect(previous).toMatchObject({ SecretString: 'one', VersionId: first.VersionId });
    await secrets.putSecretValue({ SecretId: 'db', SecretString: 'three' });
    const described = await secrets.describeSecret({ SecretId: 'db' });
    expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
    const noStage = secrets.getSecretValue({ SecretId: 'db', VersionStage: 'blue' });
    expect(await refusal(noStage)).toEqual({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: blue",
    });
  });

  it('of one name have different ARNs, and draw nothing from the random numbers of ECS', async () => {
    const arns = new Set<string | undefined>();
    for (let nth = 0; nth < 3; nth++) {
      const { ARN: arn } = await secrets.createSecret({ Name: 'db', SecretString: 'one' });
      const { VersionId: version } = await secrets.putSecretValue({ SecretId: 'db', SecretString: 'two' });
      expect(version).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      arns.add(arn);
      await secrets.deleteSecret({ SecretId: 'db', ForceDeleteWithoutRecovery: true });
    }
    expect(arns.size).toBe(3);
    const untouched = new Sandbox().worldOf('us-east-1').random;
    expect(sandbox.worldOf('us-east-1').random.next()).toBe(untouched.next());
  });

  it('come in pages of no other size than at AWS', async () => {
    expect(await refusal(secrets.listSecrets({ MaxResults: 101 }))).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
    });
  });

  it('without a value are there, but have none', async () => {
    await secrets.createSecret({ Name: 'empty' });
    expect(await refusal(secrets.getSecretValue({ SecretId: 'empty' }))).toEqual({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
  });

  it('can be bytes', async () => {
    await secrets.createSecret({ Name: 'key', SecretBinary: new Uint8Array([1, 2, 255]) });
    const { SecretBinary: bytes, SecretString: text } = await secrets.getSecretValue({ SecretId: 'key' });
    expect([...(bytes ?? [])]).toEqual([1, 2, 255]);
    expect(text).toBeUndefined();
  });

  it('are made once under a name, and the same request again changes nothing', async () => {
    const request = { Name: 'db', SecretString: 'x', ClientRequestToken: 'a'.repeat(32) };
    const first = await secrets.createSecret(request);
    expect(await secrets.createSecret(request)).toMatchObject({ ARN: first.ARN, VersionId: 'a'.repeat(32) });
    expect(await refusal(secrets.createSecret({ Name: 'db', SecretString: 'y' }))).toEqual({
      name: 'ResourceExistsException',
      message: 'The operation failed because the secret db already exists.',
    });
  });

  it('that are marked for deletion answer nothing, can be restored, and go when their time is over', async () => {
    await secrets.createSecret({ Name: 'db', SecretString: 'x' });
    const deleted = await secrets.deleteSecret({ SecretId: 'db', RecoveryWindowInDays: 7 });
    expect(deleted.DeletionDate?.getTime()).toBe(sandbox.timeline.now() + 7 * day);
    const marked = {
      name: 'InvalidRequestException',
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    };
    expect(await refusal(secrets.getSecretValue({ SecretId: 'db' }))).toEqual(marked);
    expect(await refusal(secrets.putSecretValue({ SecretId: 'db', SecretString: 'y' }))).toEqual(marked);
    expect(await refusal(secrets.createSecret({ Name: 'db' }))).toEqual({
      name: 'InvalidRequestException',
      message:
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
    });
    const described = await secrets.describeSecret({ SecretId: 'db' });
    expect(described.DeletedDate).toEqual(deleted.DeletionDate);
    await secrets.restoreSecret({ SecretId: 'db' });
    expect((await secrets.getSecretValue({ SecretId: 'db' })).SecretString).toBe('x');
    await secrets.deleteSecret({ SecretId: 'db' });
    sandbox.control.advance(30 * day);
    expect(await refusal(secrets.describeSecret({ SecretId: 'db' }))).toEqual(notThere);
    await secrets.createSecret({ Name: 'db', SecretString: 'new' });
  });

  it('are gone at once when they are deleted without recovery', async () => {
    await secrets.createSecret({ Name: 'db', SecretString: 'x' });
    await secrets.deleteSecret({ SecretId: 'db', ForceDeleteWithoutRecovery: true });
    expect(await refusal(secrets.describeSecret({ SecretId: 'db' }))).toEqual(notThere);
  });

  it('and parameters are in no call log', async () => {
    const { ssm } = clientsOf(sandbox);
    await secrets.createSecret({ Name: 'db', SecretString: 'canary-1' });
    await secrets.putSecretValue({ SecretId: 'db', SecretBinary: Buffer.from('canary-2') });
    await ssm.putParameter({ Name: 'db', Value: 'canary-3', Type: 'SecureString' });
    await secrets.getSecretValue({ SecretId: 'db' });
    const logged = sandbox.control.calls.recent();
    expect(logged).toHaveLength(4);
    expect(logged[0]?.input).toMatchObject({ Name: 'db', SecretString: 'HIDDEN_DUE_TO_SECURITY_REASONS' });
    expect(JSON.stringify(logged)).not.toMatch(/canary|Y2FuYXJ5/);
  });

  it('are listed newest first, by filter, in pages, without those that are going', async () => {
    for (const name of ['shop/a', 'shop/b', 'other', 'shop/c'])
      await secrets.createSecret({ Name: name, SecretString: name });
    await secrets.deleteSecret({ SecretId: 'shop/b' });
    const filters = [{ Key: 'name' as const, Values: ['shop/'] }];
    const first = await secrets.listSecrets({ Filters: filters, MaxResults: 1 });
    expect(first.SecretList?.map(({ Name }) => Name)).toEqual(['shop/c']);
    const rest = await secrets.listSecrets({ Filters: filters, NextToken: first.NextToken });
    expect(rest.SecretList?.map(({ Name }) => Name)).toEqual(['shop/a']);
    const all = await secrets.listSecrets({ IncludePlannedDeletion: true, SortOrder: 'asc' });
    expect(all.SecretList?.map(({ Name }) => Name)).toEqual(['shop/a', 'shop/b', 'other', 'shop/c']);
    const unknown = [{ Key: 'colour' as 'name', Values: ['red'] }];
    await expect(secrets.listSecrets({ Filters: unknown })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
