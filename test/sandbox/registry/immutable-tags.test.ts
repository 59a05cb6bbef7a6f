import { BatchGetImageCommand, DescribeImagesCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from '../clients.ts';
import { createRepository, digestOf, manifestOf, RegistryUser } from './registry-user.ts';

const repositoryName = 'shop/web';
const taken =
  "The image tag 'v1' already exists in the 'shop/web' repository and cannot be overwritten because the repository is immutable.";

let sandbox: Sandbox;
let user: RegistryUser;
let ecr: ReturnType<typeof clientsOf>['ecr'];
beforeEach(() => {
  sandbox = new Sandbox();
  user = new RegistryUser(sandbox);
  ({ ecr } = clientsOf(sandbox));
});

const tagOf = async (imageTag: string): Promise<string | undefined> => {
  const { images } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
  return images?.[0]?.imageId?.imageDigest;
};

describe('a tag of an immutable repository', () => {
  beforeEach(() => createRepository(sandbox, repositoryName, { immutable: true }));

  it('stays where it is, whoever pushes another image', async () => {
    const digest = await user.pushImage(repositoryName, 'v1', 'a');
    const other = await user.pushParts(repositoryName, 'b');
    expect(await user.putManifest(repositoryName, 'v1', other)).toMatchObject({
      status: 400,
      error: { code: 'TAG_INVALID', message: taken },
    });
    const put = ecr.send(new PutImageCommand({ repositoryName, imageManifest: other, imageTag: 'v1' }));
    expect(await refusal(put)).toEqual({ name: 'ImageTagAlreadyExistsException', message: taken });
    expect(await tagOf('v1')).toBe(digest);
  });

  it('is what docker hears of first, also in its second attempt with a format of old', async () => {
    await user.pushImage(repositoryName, 'v1', 'a');
    const old = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
    expect((await user.putManifest(repositoryName, 'v1', '{"schemaVersion":1}', old)).error?.message).toBe(
      taken,
    );
    const incomplete = manifestOf('missing', 'parts');
    expect((await user.putManifest(repositoryName, 'v1', incomplete)).error?.message).toBe(taken);
  });

  it('may be pushed again with the same image', async () => {
    const digest = await user.pushImage(repositoryName, 'v1', 'a');
    sandbox.control.advance(60_000);
    expect(await user.pushImage(repositoryName, 'v1', 'a')).toBe(digest);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails).toMatchObject([
      { imageTags: ['v1'], imagePushedAt: new Date(sandbox.clock.now() - 60_000) },
    ]);
  });

  it('may be pushed again by PutImage only to hear that it is there', async () => {
    const manifest = await user.pushParts(repositoryName, 'a');
    await user.putManifest(repositoryName, 'v1', manifest);
    const put = ecr.send(new PutImageCommand({ repositoryName, imageManifest: manifest, imageTag: 'v1' }));
    expect(await refusal(put)).toEqual({
      name: 'ImageAlreadyExistsException',
      message: `Image with digest '${digestOf(manifest)}' and tag 'v1' already exists in the repository with name 'shop/web' in registry with id '123456789012'`,
    });
  });

  it('can be made to refuse the same image too, as some have seen ECR do', async () => {
    await user.pushImage(repositoryName, 'v1', 'a');
    const manifest = await user.pushParts(repositoryName, 'a');
    sandbox.control.fault({ operation: 'registry:PutManifest', error: 'TAG_INVALID', count: 1 });
    expect(await user.putManifest(repositoryName, 'v1', manifest)).toMatchObject({
      status: 400,
      error: { code: 'TAG_INVALID', message: taken },
    });
  });

  it('may be one of several on the same image', async () => {
    const digest = await user.pushImage(repositoryName, 'v1', 'a');
    expect(await user.pushImage(repositoryName, 'v2', 'a')).toBe(digest);
    expect(await tagOf('v2')).toBe(digest);
  });
});

it('a tag of a mutable repository moves to the image that was pushed last', async () => {
  createRepository(sandbox, repositoryName);
  await user.pushImage(repositoryName, 'v1', 'a');
  const second = await user.pushImage(repositoryName, 'v1', 'b');
  expect(await tagOf('v1')).toBe(second);
});

it('two who push the same image at once both succeed', async () => {
  createRepository(sandbox, repositoryName, { immutable: true });
  const [first, second] = await Promise.all([
    user.pushImage(repositoryName, 'v1', 'a'),
    user.pushImage(repositoryName, 'v1', 'a'),
  ]);
  expect(first).toBe(second);
});
