import { describe, expect, it } from '@jest/globals';
import { createClients } from '../../src/aws/clients.ts';
import { deploy } from '../../src/release/deploy.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';

describe('deploy refuses before anything changed', () => {
  it('a service that does not exist, with the names that are close', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(rehearsal.deploy({ service: { ...ref, service: 'wbe' } })).rejects.toMatchObject({
      code: 'service.not_found',
      message: 'There is no service "wbe" in cluster "prod"',
      suggestions: ['Did you mean web?'],
    });
  });

  it('a cluster that does not exist, with the names that are close', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(rehearsal.deploy({ service: { ...ref, cluster: 'prd' } })).rejects.toMatchObject({
      code: 'cluster.not_found',
      suggestions: expect.arrayContaining(['Did you mean prod?']),
    });
  });

  it('credentials of another account than the configuration names', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(rehearsal.deploy({ account: '999999999999' })).rejects.toMatchObject({
      code: 'refused.wrong_account',
      message: expect.stringContaining('999999999999'),
    });
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
  });

  it('percents between which no task could be replaced', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 1 });

    await expect(
      rehearsal.deploy({ settings: { minimumHealthyPercent: 100, maximumPercent: 134 } }),
    ).rejects.toMatchObject({
      code: 'refused.deployment_deadlock',
      message: expect.stringContaining('maximumPercent 134 allows 1'),
    });
  });

  it('an image that is not in the repository it names', async () => {
    const rehearsal = await Rehearsal.begin();
    const { ecr } = rehearsal;
    const { repository } = await ecr.createRepository({ repositoryName: 'shop/web' });
    const image = `${repository?.repositoryUri ?? ''}:missing`;

    await expect(rehearsal.deploy({ images: [{ image }] })).rejects.toMatchObject({
      code: 'image.not_found',
      message: expect.stringContaining(image),
    });
  });

  it('a container that the task definition does not have', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(
      rehearsal.deploy({ images: [{ container: 'ap', image: imageOf(2) }] }),
    ).rejects.toMatchObject({
      code: 'task_definition.unknown_container',
      suggestions: ['Did you mean app?'],
    });
  });

  it('a task definition that ECS rejects, in its own words', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({
      operation: 'RegisterTaskDefinition',
      error: 'ClientException',
      message: 'Role is not valid',
    });

    await expect(rehearsal.deploy()).rejects.toMatchObject({
      code: 'aws.rejected',
      message: expect.stringContaining('Role is not valid'),
    });
    expect(rehearsal.count('UpdateService')).toBe(0);
  });

  it('expired credentials, naming the way out', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: '*', error: 'ExpiredTokenException' });

    await expect(rehearsal.deploy()).rejects.toMatchObject({ code: 'credentials.expired' });
  });

  it('a missing permission, with principal and action', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'DescribeServices', error: 'AccessDeniedException' });

    await expect(rehearsal.deploy()).rejects.toMatchObject({
      code: 'permission.denied',
      message: 'arn:aws:iam::123456789012:user/sandbox may not ecs:DescribeServices',
    });
  });

  it('to go on when AWS cannot be reached', async () => {
    const rehearsal = await Rehearsal.begin();
    const context = rehearsal.context();
    const unreachable = {
      handle: () =>
        Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })),
    };
    const clients = createClients({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: unreachable,
    });

    await expect(
      deploy(
        { ...context, aws: { ...context.aws, clients } },
        {
          service: ref,
          base: { kind: 'live' },
          images: [],
          settings: {},
          imageReference: 'digest',
          force: false,
          ifBusy: 'refuse',
          timeoutMilliseconds: 1_000,
          rollback: 'automatic',
          rollbackOnTimeout: false,
          onInterrupt: 'detach',
          dryRun: false,
        },
      ),
    ).rejects.toMatchObject({
      code: 'aws.unavailable',
      message: expect.stringContaining('could not be reached'),
    });
  });
});

describe('an image whose tag was moved', () => {
  it('is a new revision, since the task definition names the digest', async () => {
    const { rehearsal, image, second } = await movedTag('digest');

    const result = await rehearsal.deploy({ images: [{ image }] });

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { digest: second } });
    expect((await rehearsal.serving()).images).toEqual([image.replace(':stable', `@${second}`)]);
    expect(result.plan?.target.images).toMatchObject([{ digest: second, tag: 'stable' }]);
  });

  it('is not "nothing to do" where the task definition keeps the tag: a forced deployment brings it in', async () => {
    const { rehearsal, image, second } = await movedTag('tag');

    const result = await rehearsal.deploy({ images: [{ image }], imageReference: 'tag' });

    expect(result.outcome).toMatchObject({
      kind: 'succeeded',
      because: { kind: 'verified', digest: second },
    });
    expect(result.plan?.update.force).toBe(true);
  });

  it("counts a platform's own digest under an index as the image that was asked for", async () => {
    const rehearsal = await Rehearsal.begin();
    const { ecr } = rehearsal;
    const { repository } = await ecr.createRepository({ repositoryName: 'shop/web' });
    const uri = repository?.repositoryUri ?? '';
    const child = await ecr.putImage({
      repositoryName: 'shop/web',
      imageTag: 'amd64',
      imageManifest: JSON.stringify({ schemaVersion: 2, platform: 'linux/amd64' }),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
    const childDigest = child.image?.imageId?.imageDigest ?? '';
    const index = await ecr.putImage({
      repositoryName: 'shop/web',
      imageTag: 'multi',
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [{ digest: childDigest, platform: { os: 'linux', architecture: 'amd64' } }],
      }),
      imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
    });
    const { verifyNewRevision } = await import('../../src/release/verify.ts');
    const released = await rehearsal.deploy({ images: [{ image: `${uri}@${childDigest}` }] });

    const { verdict } = await verifyNewRevision(rehearsal.context(), released.deployment!, [
      { container: 'app', image: `${uri}:multi`, digest: index.image?.imageId?.imageDigest ?? '' },
    ]);

    expect(verdict.kind).toBe('pass');
  });
});

/** A service that runs `shop/web:stable`, and the tag on another image since. */
async function movedTag(imageReference: 'digest' | 'tag') {
  const rehearsal = await Rehearsal.begin();
  const { ecr } = rehearsal;
  const { repository } = await ecr.createRepository({ repositoryName: 'shop/web' });
  const image = `${repository?.repositoryUri ?? ''}:stable`;
  const put = async (content: string) => {
    const answer = await ecr.putImage({
      repositoryName: 'shop/web',
      imageTag: 'stable',
      imageManifest: JSON.stringify({ schemaVersion: 2, content }),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
    return answer.image?.imageId?.imageDigest ?? '';
  };
  const first = await put('one');
  await rehearsal.deploy({ images: [{ image }], imageReference });
  const second = await put('two');
  expect(first).not.toBe(second);
  return { rehearsal, image, second };
}
