import { describe, expect, it } from '@jest/globals';
import { deploySeveral } from '../../src/release/several/deploy-several.ts';
import { imageOf, ref } from './rehearsal.ts';
import { TwoEnvironments } from './two-environments.ts';

const european = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web';

describe('What runs in another region', () => {
  it('is released from the registry of this one, if that holds the very same digest', async () => {
    const both = await TwoEnvironments.begin({ region: 'eu-west-1' });
    const digest = await both.release(2);
    await both.replicate(2);

    const result = await both.promote();

    expect(result.outcome.kind).toBe('succeeded');
    expect((await both.production()).images).toEqual({ app: `${european}@${digest}` });
    expect(result.plan?.from?.images).toEqual([{ container: 'app', runs: `${both.uri}@${digest}`, digest }]);
  });

  it('is refused where it is not, with what is to be replicated', async () => {
    const both = await TwoEnvironments.begin({ region: 'eu-west-1' });
    const digest = await both.release(2);
    await both.replicate(3);
    const before = await both.production();

    await expect(both.promote()).rejects.toMatchObject({
      code: 'refused.not_replicated',
      message: `production takes its images from ${european}, which does not hold ${digest}, and staging runs it from ${both.uri}`,
      suggestions: [
        `Copy the image as it is: skopeo copy --all --preserve-digests docker://${both.uri}@${digest} docker://${european}:v2`,
        'For later releases have ECR replicate shop/web from account 123456789012, us-east-1 to account 123456789012, eu-west-1: a replication rule there copies what is pushed from then on.',
        expect.stringContaining('"image.repository"'),
      ],
      details: { digest, from: { repository: both.uri }, to: { repository: european, region: 'eu-west-1' } },
    });
    expect(await both.production()).toEqual(before);
  });

  it('is refused where this one has no such repository', async () => {
    const both = await TwoEnvironments.begin({ region: 'eu-west-1' });
    await both.release(2);

    await expect(both.promote()).rejects.toMatchObject({
      code: 'refused.not_replicated',
      message: expect.stringContaining('shop/web (account 123456789012, eu-west-1), which does not exist'),
      suggestions: expect.arrayContaining([expect.stringContaining('aws ecr create-repository')]),
    });
  });

  it('is taken from there where this environment names that very repository', async () => {
    const both = await TwoEnvironments.begin({ region: 'eu-west-1' });
    const digest = await both.release(2);

    const { plan } = await both.promote({ repository: both.uri }, { dryRun: true });

    expect(plan?.target.images).toMatchObject([{ after: `${both.uri}@${digest}` }]);
  });
});

describe('What runs in another account', () => {
  it('is read by the profile that was named, and released from the registry of this one', async () => {
    const both = await TwoEnvironments.begin({ account: '210987654321' });
    const digest = await both.release(2);
    const uri = await both.replicate(2);

    expect((await both.promote()).outcome.kind).toBe('succeeded');

    expect(uri).toContain('210987654321');
    expect((await both.production()).images).toEqual({ app: `${uri}@${digest}` });
  });

  it('is refused with the permission that replication needs, where this one does not hold it', async () => {
    const both = await TwoEnvironments.begin({ account: '210987654321' });
    await both.release(2);
    await both.replicate(3);

    await expect(both.promote()).rejects.toMatchObject({
      code: 'refused.not_replicated',
      suggestions: expect.arrayContaining([
        expect.stringContaining('a registry policy in account 210987654321 has to allow it'),
      ]),
    });
  });

  it('is not looked for with credentials of the wrong one', async () => {
    const both = await TwoEnvironments.begin({ account: '210987654321' });
    await both.release(2);

    await expect(both.promote({ profile: undefined, account: '123456789012' })).rejects.toMatchObject({
      code: 'refused.wrong_account',
      message:
        'staging: The credentials are of account 210987654321, but the configuration is for account 123456789012',
      suggestions: [expect.stringContaining('--from-profile')],
    });
  });
});

describe('The repository of an environment that names none', () => {
  it('is the one that its task definition names', async () => {
    const both = await TwoEnvironments.begin();
    const digest = await both.release(2);
    const uri = await both.replicate(2, 'live/web');
    await both.serve('worker', `${uri}:v2`);
    const service = { cluster: 'live', service: 'worker' };

    await both.promote({ repository: undefined }, { service });
    await both.release(3);

    expect((await both.production('worker')).images).toEqual({ app: `${uri}@${digest}` });
    await expect(both.promote({ repository: undefined }, { service })).rejects.toMatchObject({
      code: 'refused.not_replicated',
      suggestions: expect.arrayContaining([
        expect.stringContaining('let both environments use one repository'),
      ]),
    });
  });

  it('is that of the same name in its own registry, where its task definition tells nothing', async () => {
    const both = await TwoEnvironments.begin({ region: 'eu-west-1', liveImage: 'web' });
    const digest = await both.release(2);
    await both.replicate(2);

    await both.promote({ repository: undefined });

    expect((await both.production()).images).toEqual({ app: `${european}@${digest}` });
  });

  it('is the same where that is no registry of ECR', async () => {
    const both = await TwoEnvironments.begin();
    const { staging } = both;
    await staging.deploy({ images: [{ image: imageOf(2) }] });
    const { tasks } = await staging.ecs.describeTasks({
      cluster: ref.cluster,
      tasks: (await staging.ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service })).taskArns,
    });
    const digest = tasks?.[0]?.containers?.[0]?.imageDigest ?? '';

    await both.promote({ repository: undefined });

    expect((await both.production()).images).toEqual({ app: `registry.example/web@${digest}` });
  });
});

describe('Several services', () => {
  /** @param there the service of staging that each is released from */
  async function run(both: TwoEnvironments, there: Readonly<Record<string, string>>) {
    const context = { ...both.context(), report: () => undefined };
    const members = Object.entries(there).map(([name, service]) => {
      const from = { service: { ...ref, service } };
      const request = both.request(from, { service: { cluster: 'live', service: name } });
      return { name, after: [], request, context, imageContext: context };
    });
    return await deploySeveral({ members, parallel: 2, onFailure: 'stop' });
  }

  it('each get the digest of theirs', async () => {
    const both = await TwoEnvironments.begin();
    await both.serve('worker');
    const web = await both.release(2);
    const worker = await both.push(3);
    await both.serveInStaging('jobs', `${both.uri}:v3`);

    const results = await run(both, { web: 'web', worker: 'jobs' });

    expect(results.map(({ outcome }) => outcome.kind)).toEqual(['succeeded', 'succeeded']);
    expect((await both.production('web')).images).toEqual({ app: `${both.uri}@${web}` });
    expect((await both.production('worker')).images).toEqual({ app: `${both.uri}@${worker}` });
  });

  it('stay as they are, all of them, where one is refused', async () => {
    const both = await TwoEnvironments.begin();
    await both.serve('worker');
    await both.release(2);

    const [web, worker] = await run(both, { web: 'web', worker: 'gone' });

    expect(web?.outcome.kind).toBe('not-started');
    expect(worker?.outcome).toMatchObject({ kind: 'error', error: { code: 'service.not_found' } });
    expect((await both.production('web')).images).toEqual({ app: 'registry.example/web:0' });
  });
});
