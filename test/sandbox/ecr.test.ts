import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  PutImageCommand,
  type ImageTagMutability,
} from '@aws-sdk/client-ecr';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

let sandbox: Sandbox;
let ecr: ReturnType<typeof clientsOf>['ecr'];
beforeEach(() => {
  sandbox = new Sandbox();
  ({ ecr } = clientsOf(sandbox));
});

const repositoryName = 'shop/web';
const manifest = (version: string): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: 10 },
    layers: [{ size: 32 }],
    annotations: { version },
  });
const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

function create(imageTagMutability?: ImageTagMutability) {
  return ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability }));
}
function put(version: string, imageTag?: string) {
  return ecr.send(new PutImageCommand({ repositoryName, imageManifest: manifest(version), imageTag }));
}

describe('a repository', () => {
  it('has the address of the account', async () => {
    const { repository } = await create();
    expect(repository).toMatchObject({
      repositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/shop/web',
      repositoryUri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web',
      imageTagMutability: 'MUTABLE',
    });
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories).toEqual([repository]);
  });

  it('exists only once', async () => {
    await create();
    expect(await refusal(create())).toEqual({
      name: 'RepositoryAlreadyExistsException',
      message: "The repository with name 'shop/web' already exists in the registry with id '123456789012'",
    });
  });

  it('that is unknown is refused in the words of AWS', async () => {
    expect(await refusal(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['no'] })))).toEqual({
      name: 'RepositoryNotFoundException',
      message: "The repository with name 'no' does not exist in the registry with id '123456789012'",
    });
  });

  it('with images is deleted by force only', async () => {
    await create();
    await put('1', '1');
    const error = await refusal(ecr.send(new DeleteRepositoryCommand({ repositoryName })));
    expect(error.name).toBe('RepositoryNotEmptyException');
    await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    expect((await ecr.send(new DescribeRepositoriesCommand({}))).repositories).toEqual([]);
  });

  it('is one of several, listed in pages', async () => {
    for (const name of ['aa', 'bb', 'cc']) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
    }
    const first = await ecr.send(new DescribeRepositoriesCommand({ maxResults: 2 }));
    expect(first.repositories?.map((one) => one.repositoryName)).toEqual(['aa', 'bb']);
    const second = await ecr.send(new DescribeRepositoriesCommand({ nextToken: first.nextToken }));
    expect(second.repositories?.map((one) => one.repositoryName)).toEqual(['cc']);
    expect(second.nextToken).toBeUndefined();
  });
});

describe('an image', () => {
  it('is known by the SHA-256 of its manifest', async () => {
    await create();
    const { image } = await put('1', 'v1');
    expect(image?.imageId).toEqual({ imageDigest: digestOf(manifest('1')), imageTag: 'v1' });
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails).toMatchObject([
      { imageTags: ['v1'], imageSizeInBytes: 42, imagePushedAt: new Date(sandbox.clock.now()) },
    ]);
  });

  it('gives its tag away to a newer one, and stays without', async () => {
    await create();
    await put('1', 'latest');
    await put('2', 'latest');
    const untagged = await ecr.send(
      new ListImagesCommand({ repositoryName, filter: { tagStatus: 'UNTAGGED' } }),
    );
    expect(untagged.imageIds).toEqual([{ imageDigest: digestOf(manifest('1')) }]);
    const all = await ecr.send(new ListImagesCommand({ repositoryName }));
    expect(all.imageIds).toHaveLength(2);
  });

  it('may get a second tag, by BatchGetImage and PutImage', async () => {
    await create();
    await put('1', 'v1');
    const { images } = await ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    );
    await ecr.send(
      new PutImageCommand({ repositoryName, imageManifest: images?.[0]?.imageManifest, imageTag: 'stable' }),
    );
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'stable' }] }),
    );
    expect(imageDetails?.[0]?.imageTags).toEqual(['v1', 'stable']);
  });

  it('is not put twice under one tag', async () => {
    await create();
    await put('1', 'v1');
    expect(await refusal(put('1', 'v1'))).toEqual({
      name: 'ImageAlreadyExistsException',
      message: `Image with digest '${digestOf(manifest('1'))}' and tag 'v1' already exists in the repository with name 'shop/web' in registry with id '123456789012'`,
    });
  });

  it('keeps its tag where the repository is immutable', async () => {
    await create('IMMUTABLE');
    await put('1', 'v1');
    expect(await refusal(put('2', 'v1'))).toEqual({
      name: 'ImageTagAlreadyExistsException',
      message:
        "The image tag 'v1' already exists in the 'shop/web' repository and cannot be overwritten because the repository is immutable.",
    });
  });

  it('that is missing is an error to DescribeImages and a failure to BatchGetImage', async () => {
    await create();
    const imageIds = [{ imageTag: 'no' }];
    expect(await refusal(ecr.send(new DescribeImagesCommand({ repositoryName, imageIds })))).toEqual({
      name: 'ImageNotFoundException',
      message:
        "The image with imageId {imageDigest:'null', imageTag:'no'} does not exist within the repository with name 'shop/web' in the registry with id '123456789012'",
    });
    expect(await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }))).toMatchObject({
      images: [],
      failures: [
        {
          imageId: { imageTag: 'no' },
          failureCode: 'ImageNotFound',
          failureReason: 'Requested image not found',
        },
      ],
    });
  });
});

describe('a login', () => {
  it('is good for twelve hours', async () => {
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const [login] = authorizationData ?? [];
    expect(Buffer.from(login?.authorizationToken ?? '', 'base64').toString()).toMatch(/^AWS:./);
    expect(login?.expiresAt?.getTime()).toBe(sandbox.clock.now() + 12 * 3_600_000);
    expect(login?.proxyEndpoint).toBe('https://123456789012.dkr.ecr.us-east-1.amazonaws.com');
  });
});

describe('what a task finds that pulls an image', () => {
  const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

  it.each([
    'demo/web:1',
    'nginx',
    'docker.io/library/nginx:1',
    '999999999999.dkr.ecr.us-east-1.amazonaws.com/a:1',
  ])('%s is elsewhere, and taken to exist', (image) => {
    expect(sandbox.world.ecr.resolve(image)).toEqual({ kind: 'not-hosted' });
  });

  it('is the digest, by tag, by digest and by the address of the server', async () => {
    sandbox.addRegistryHost('127.0.0.1:4566');
    await create();
    await put('1', 'latest');
    const digest = digestOf(manifest('1'));
    for (const image of [
      `${registry}/shop/web:latest`,
      `${registry}/shop/web`,
      `${registry}/shop/web@${digest}`,
      '127.0.0.1:4566/shop/web:latest',
    ]) {
      expect(sandbox.world.ecr.resolve(image)).toEqual({ kind: 'found', digest });
    }
  });

  it('is missing, for a tag or a repository that is not there', async () => {
    await create();
    expect(sandbox.world.ecr.resolve(`${registry}/shop/web:9`)).toEqual({
      kind: 'missing',
      reason: `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${registry}/shop/web:9: ${registry}/shop/web:9: not found`,
    });
    expect(sandbox.world.ecr.resolve(`${registry}/no:1`)).toEqual({
      kind: 'missing',
      reason: `CannotPullContainerError: API error (404): repository ${registry}/no not found`,
    });
  });

  it('behaves as was said of its tag, also when it is named by its digest', async () => {
    await create();
    await put('1', '1');
    sandbox.control.behave('shop/web:1', { health: 'unhealthy', http: { status: 503 } });
    const byDigest = `${registry}/shop/web@${digestOf(manifest('1'))}`;
    expect(sandbox.world.behaviours.of(byDigest)).toMatchObject({
      health: 'unhealthy',
      http: { status: 503, errorRate: 0 },
    });
    expect(sandbox.world.behaviours.of('shop/web:2').health).toBe('healthy');
  });
});
