import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  GetDownloadUrlForLayerCommand,
  ListImagesCommand,
  PutImageCommand,
  type ImageIdentifier,
} from '@aws-sdk/client-ecr';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';
import {
  createRepository,
  digestOf,
  indexOf,
  manifestOf,
  ociImage,
  ociIndex,
  RegistryUser,
} from './registry/registry-user.ts';

const repositoryName = 'shop/web';

let sandbox: Sandbox;
let user: RegistryUser;
let ecr: ReturnType<typeof clientsOf>['ecr'];
beforeEach(() => {
  sandbox = new Sandbox();
  user = new RegistryUser(sandbox);
  ({ ecr } = clientsOf(sandbox));
  createRepository(sandbox, repositoryName);
});

const has = async (content: string): Promise<boolean> =>
  (await user.send('HEAD', `/v2/${repositoryName}/blobs/${digestOf(content)}`)).status === 200;

describe('PutImage', () => {
  const put = (imageManifest: string, imageTag = 'v1') =>
    ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag }));

  it('takes a manifest whose parts were pushed', async () => {
    const manifest = await user.pushParts(repositoryName, 'a');
    await put(manifest);
    expect((await user.send('GET', `/v2/${repositoryName}/manifests/v1`)).text).toBe(manifest);
  });

  it('refuses one whose layers are not there', async () => {
    const [config, layer] = [digestOf('config'), digestOf('layer')];
    expect(await refusal(put(manifestOf('config', 'layer')))).toEqual({
      name: 'LayersNotFoundException',
      message: `Layers with digests '[${config}, ${layer}]' required for pushing image into repository with name 'shop/web' in the registry with id '123456789012' do not exist`,
    });
  });

  it('refuses an index whose images are not there', async () => {
    const digest = digestOf('none');
    expect(await refusal(put(indexOf([digest])))).toEqual({
      name: 'ReferencedImagesNotFoundException',
      message: `Images with digests '[${digest}]' required for pushing image into repository with name 'shop/web' in the registry with id '123456789012' do not exist`,
    });
  });

  it('takes a stand-in that names no digests, which nobody can pull', async () => {
    const standIn = JSON.stringify({
      schemaVersion: 2,
      mediaType: ociImage,
      config: { size: 7 },
      layers: [],
    });
    await put(standIn);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails).toMatchObject([{ imageDigest: digestOf(standIn), imageSizeInBytes: 7 }]);
    const image = `123456789012.dkr.ecr.us-east-1.amazonaws.com/${repositoryName}:v1`;
    expect(sandbox.world.ecr.resolve(image)).toEqual({ kind: 'found', digest: digestOf(standIn) });
    expect(sandbox.world.ecr.held(image)).toBeUndefined();
  });

  it('refuses what is no manifest, and what is no tag', async () => {
    expect((await refusal(put('x'))).message).toBe(
      "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    );
    const manifest = await user.pushParts(repositoryName, 'a');
    expect((await refusal(put(manifest, 'a b'))).name).toBe('InvalidParameterException');
  });
});

describe('an image that was pushed', () => {
  it('has the size and the types that its manifest says', async () => {
    await user.pushImage(repositoryName, 'v1', 'a');
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    const config = JSON.stringify({ os: 'linux', architecture: 'amd64', content: 'a' });
    expect(imageDetails).toMatchObject([
      {
        imageSizeInBytes: config.length + 'layer of a'.length,
        imageManifestMediaType: ociImage,
        artifactMediaType: 'application/vnd.oci.image.config.v1+json',
      },
    ]);
  });

  it('counts with its largest image if it is an index', async () => {
    const small = await user.pushImage(repositoryName, 'small', 'a');
    const large = await user.pushImage(repositoryName, 'large', 'a much longer one');
    await user.putManifest(repositoryName, 'all', indexOf([small, large]));
    const sizeOf = async (imageTag: string) => {
      const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] });
      return (await ecr.send(command)).imageDetails?.[0]?.imageSizeInBytes;
    };
    expect(await sizeOf('all')).toBe(await sizeOf('large'));
    expect(await sizeOf('all')).not.toBe(await sizeOf('small'));
  });

  it('is read as index or as image, as BatchGetImage is asked', async () => {
    const child = await user.pushImage(repositoryName, 'amd64', 'a');
    const index = indexOf([child]);
    await user.putManifest(repositoryName, 'v1', index);
    const read = async (id: ImageIdentifier, acceptedMediaTypes?: string[]) => {
      const command = new BatchGetImageCommand({ repositoryName, imageIds: [id], acceptedMediaTypes });
      return (await ecr.send(command)).images?.[0];
    };
    expect(await read({ imageTag: 'v1' })).toMatchObject({ imageManifest: index });
    expect(await read({ imageTag: 'v1' }, [ociImage, ociIndex])).toMatchObject({ imageManifest: index });
    expect(await read({ imageTag: 'v1' }, [ociImage])).toMatchObject({
      imageId: { imageDigest: child, imageTag: 'v1' },
      imageManifestMediaType: ociImage,
    });
    expect(await read({ imageDigest: digestOf(index) }, [ociImage])).toMatchObject({ imageManifest: index });
  });
});

describe('BatchDeleteImage', () => {
  const remove = (...imageIds: ImageIdentifier[]) =>
    ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));

  it('takes a tag away, and the image with its last tag', async () => {
    const imageDigest = await user.pushImage(repositoryName, 'v1', 'a');
    await user.pushImage(repositoryName, 'v2', 'a');
    expect(await remove({ imageTag: 'v1' })).toMatchObject({
      imageIds: [{ imageDigest, imageTag: 'v1' }],
      failures: [],
    });
    expect((await ecr.send(new ListImagesCommand({ repositoryName }))).imageIds).toEqual([
      { imageDigest, imageTag: 'v2' },
    ]);
    await remove({ imageTag: 'v2' });
    expect((await ecr.send(new ListImagesCommand({ repositoryName }))).imageIds).toEqual([]);
  });

  it('takes an image away with all of its tags, by digest', async () => {
    const imageDigest = await user.pushImage(repositoryName, 'v1', 'a');
    await user.pushImage(repositoryName, 'v2', 'a');
    expect((await remove({ imageDigest })).imageIds).toEqual([
      { imageDigest, imageTag: 'v1' },
      { imageDigest, imageTag: 'v2' },
    ]);
    expect((await user.send('HEAD', `/v2/${repositoryName}/manifests/v1`)).status).toBe(404);
  });

  it('leaves an image that an index names, and says which index', async () => {
    const imageDigest = await user.pushImage(repositoryName, 'amd64', 'a');
    const index = indexOf([imageDigest]);
    await user.putManifest(repositoryName, 'v1', index);
    for (const id of [{ imageDigest }, { imageTag: 'amd64' }]) {
      expect((await remove(id)).failures).toMatchObject([
        {
          imageId: { imageDigest },
          failureCode: 'ImageReferencedByManifestList',
          failureReason: `Requested image referenced by manifest list: [${digestOf(index)}]`,
        },
      ]);
    }
    const both = await remove({ imageTag: 'v1' }, { imageDigest });
    expect(both.imageIds).toEqual([
      { imageDigest: digestOf(index), imageTag: 'v1' },
      { imageDigest, imageTag: 'amd64' },
    ]);
  });

  it('says which images it does not find', async () => {
    const { imageIds, failures } = await remove({ imageTag: 'no' }, {});
    expect(imageIds).toEqual([]);
    expect(failures).toMatchObject([
      { failureCode: 'ImageNotFound', failureReason: 'Requested image not found' },
      { failureCode: 'MissingDigestAndTag' },
    ]);
  });

  it('takes the layers with it that no other image of the repository needs', async () => {
    const shared = await user.pushBlob(repositoryName, 'shared layer');
    for (const tag of ['one', 'two']) {
      const config = `config of ${tag}`;
      await user.pushBlob(repositoryName, config);
      const manifest = manifestOf(config, 'shared layer');
      await user.putManifest(repositoryName, tag, manifest);
    }
    createRepository(sandbox, 'shop/other');
    await user.send('POST', `/v2/shop/other/blobs/uploads/?mount=${shared}&from=${repositoryName}`);
    await remove({ imageTag: 'one' });
    expect([await has('config of one'), await has('shared layer')]).toEqual([false, true]);
    await remove({ imageTag: 'two' });
    expect(await has('shared layer')).toBe(false);
    expect((await user.send('GET', `/v2/shop/other/blobs/${shared}`)).text).toBe('shared layer');
  });
});

describe('layers', () => {
  it('are known by what they hold', async () => {
    await user.pushImage(repositoryName, 'v1', 'a');
    const there = digestOf('layer of a');
    const gone = digestOf('gone');
    const { layers, failures } = await ecr.send(
      new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests: [there, gone, 'x'] }),
    );
    expect(layers).toEqual([
      {
        layerDigest: there,
        layerAvailability: 'AVAILABLE',
        layerSize: 'layer of a'.length,
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      },
      { layerDigest: gone, layerAvailability: 'UNAVAILABLE' },
    ]);
    expect(failures).toMatchObject([{ layerDigest: 'x', failureCode: 'InvalidLayerDigest' }]);
  });

  it('are fetched from an address that needs no login, for an hour', async () => {
    await user.pushImage(repositoryName, 'v1', 'a');
    const layerDigest = digestOf('layer of a');
    const command = new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest });
    const { downloadUrl = '' } = await ecr.send(command);
    const url = new URL(downloadUrl);
    expect(url.host).toBe('123456789012.dkr.ecr.us-east-1.amazonaws.com');
    user.authorization = undefined;
    const target = url.pathname + url.search;
    expect(await user.send('GET', target)).toMatchObject({ status: 200, text: 'layer of a' });
    expect((await user.send('GET', `/v2/${repositoryName}/manifests/v1${url.search}`)).status).toBe(401);
    sandbox.control.advance(3_600_000);
    expect((await user.send('GET', target)).status).toBe(403);
  });

  it('that are not there have no address', async () => {
    const command = new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: digestOf('gone') });
    expect((await refusal(ecr.send(command))).name).toBe('LayersNotFoundException');
  });
});

describe('an image that a real engine could pull', () => {
  const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

  it('is held, by every name that it has', async () => {
    const manifest = await user.pushParts(repositoryName, 'a');
    await user.putManifest(repositoryName, 'v1', manifest);
    sandbox.addRegistryHost('127.0.0.1:4566');
    const held = { repository: repositoryName, digest: digestOf(manifest), manifest };
    for (const host of [registry, '127.0.0.1:4566']) {
      expect(sandbox.world.ecr.held(`${host}/shop/web:v1`)).toEqual(held);
      expect(sandbox.world.ecr.held(`${host}/shop/web@${held.digest}`)).toEqual(held);
    }
  });

  it('may be an index, of which all images are held', async () => {
    const child = await user.pushImage(repositoryName, 'amd64', 'a');
    const index = indexOf([child]);
    await user.putManifest(repositoryName, 'v1', index);
    expect(sandbox.world.ecr.held(`${registry}/shop/web:v1`)).toMatchObject({ digest: digestOf(index) });
    await user.putManifest(repositoryName, 'empty', indexOf([]));
    expect(sandbox.world.ecr.held(`${registry}/shop/web:empty`)).toBeUndefined();
  });

  it.each(['shop/web:v1', `${registry}/shop/web:no`, `${registry}/no/such:v1`, 'registry.test/shop/web:v1'])(
    'is not %s',
    async (image) => {
      await user.pushImage(repositoryName, 'v1', 'a');
      expect(sandbox.world.ecr.held(image)).toBeUndefined();
    },
  );
});
