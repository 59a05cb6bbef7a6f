import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import {
  createRepository,
  digestOf,
  dockerImage,
  indexOf,
  manifestOf,
  ociImage,
  ociIndex,
  RegistryUser,
} from './registry-user.ts';

const name = 'shop/web';
const manifests = `/v2/${name}/manifests`;

let sandbox: Sandbox;
let user: RegistryUser;
beforeEach(() => {
  sandbox = new Sandbox();
  user = new RegistryUser(sandbox);
  createRepository(sandbox, name);
});

describe('a manifest', () => {
  it('is pushed by tag and pulled by tag and by digest, byte for byte', async () => {
    const manifest = await user.pushParts(name, 'a');
    const digest = digestOf(manifest);
    const put = await user.putManifest(name, 'v1', manifest);
    expect(put.status).toBe(201);
    expect(put.headers).toMatchObject({
      location: `${manifests}/${digest}`,
      'docker-content-digest': digest,
    });
    for (const reference of ['v1', digest, encodeURIComponent(digest)]) {
      const got = await user.send('GET', `${manifests}/${reference}`);
      expect(got).toMatchObject({ status: 200, text: manifest });
      expect(got.headers).toMatchObject({ 'content-type': ociImage, 'docker-content-digest': digest });
      const head = await user.send('HEAD', `${manifests}/${reference}`);
      expect(head).toMatchObject({ status: 200, text: '' });
      expect(head.headers).toMatchObject({
        'content-length': String(manifest.length),
        'docker-content-digest': digest,
      });
    }
  });

  it('is pushed by digest, without a tag', async () => {
    const manifest = await user.pushParts(name, 'a');
    const digest = digestOf(manifest);
    expect((await user.putManifest(name, digest, manifest)).status).toBe(201);
    expect(JSON.parse((await user.send('GET', `/v2/${name}/tags/list`)).text)).toEqual({ name, tags: [] });
    expect((await user.send('GET', `${manifests}/${digest}`)).status).toBe(200);
  });

  it('does not go under the digest of another one', async () => {
    const manifest = await user.pushParts(name, 'a');
    const wrong = digestOf('other');
    expect((await user.putManifest(name, wrong, manifest)).error).toEqual({
      code: 'MANIFEST_INVALID',
      message: `The image with digest '${wrong}' in repository 'shop/web' and registry ID '123456789012' does not match the image digest that Amazon ECR has calculated.`,
    });
  });

  it('may leave its media type to the request', async () => {
    const manifest = (await user.pushParts(name, 'a')).replace(`"mediaType":"${ociImage}",`, '');
    expect(manifest).not.toContain(ociImage);
    const type = `${ociImage}; charset=utf-8`;
    expect((await user.putManifest(name, 'v1', manifest, type)).status).toBe(201);
    expect((await user.send('HEAD', `${manifests}/v1`)).headers['content-type']).toBe(ociImage);
  });

  it('that is missing is unknown', async () => {
    for (const reference of ['v9', digestOf('none')]) {
      expect(await user.send('GET', `${manifests}/${reference}`)).toMatchObject({
        status: 404,
        error: { code: 'MANIFEST_UNKNOWN', message: 'Requested image not found' },
      });
    }
  });

  it.each([
    ['is no JSON', 'x', ociImage],
    ['is of an unknown kind', '{"schemaVersion":2}', 'application/vnd.example+json'],
    [
      'is of the old schema',
      '{"schemaVersion":1}',
      'application/vnd.docker.distribution.manifest.v1+prettyjws',
    ],
    ['names a layer without its digest', manifestOf('c', 'l').replace(/"digest":"[^"]+",/, ''), ociImage],
  ])('that %s is refused with 405, which tells clients to try another format', async (_, text, type) => {
    const { status, error } = await user.putManifest(name, 'v1', text, type);
    expect(status).toBe(405);
    expect(error).toEqual({
      code: 'UNSUPPORTED',
      message: "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    });
  });

  it('that is not UTF-8 is refused, because its digest would change', async () => {
    const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const { error } = await user.send('PUT', `${manifests}/v1`, {
      headers: { 'content-type': ociImage },
      body,
    });
    expect(error?.code).toBe('UNSUPPORTED');
  });

  it('is not larger than four megabytes', async () => {
    const { error } = await user.putManifest(name, 'v1', ' '.repeat(4_194_305), ociImage);
    expect(error?.code).toBe('MANIFEST_INVALID');
  });

  it('has a tag of letters, digits, dots, dashes and underscores', async () => {
    const manifest = await user.pushParts(name, 'a');
    for (const tag of ['a+b', '-a', encodeURIComponent('ä'), 'a'.repeat(301)]) {
      expect(await user.putManifest(name, tag, manifest)).toMatchObject({
        status: 400,
        error: { code: 'TAG_INVALID' },
      });
      expect((await user.send('HEAD', `${manifests}/${tag}`)).status).toBe(400);
    }
  });

  it('whose layers are not there is refused, with their digests', async () => {
    const manifest = manifestOf('config', 'layer');
    const config = await user.pushBlob(name, 'config');
    const layer = digestOf('layer');
    const { status, error } = await user.putManifest(name, 'v1', manifest);
    expect({ status, code: error?.code }).toEqual({ status: 404, code: 'BLOB_UNKNOWN' });
    expect(error?.message).toBe(
      `Layers with digests '[${layer}]' required for pushing image into repository with name 'shop/web' in the registry with id '123456789012' do not exist`,
    );
    expect(error?.message).not.toContain(config);
  });

  it('finds only layers of its own repository', async () => {
    createRepository(sandbox, 'shop/other');
    const manifest = await user.pushParts('shop/other', 'a');
    expect((await user.putManifest(name, 'v1', manifest)).error?.code).toBe('BLOB_UNKNOWN');
  });

  it('may name layers that stay elsewhere', async () => {
    const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    const config = await user.pushBlob(name, 'config');
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: dockerImage,
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', digest: config, size: 6 },
      layers: [
        { mediaType: foreign, digest: digestOf('windows'), size: 7, urls: ['https://registry.test/w'] },
      ],
    });
    expect((await user.putManifest(name, 'v1', manifest)).status).toBe(201);
  });
});

describe('an index', () => {
  it('names images that are there', async () => {
    const digests = [await user.pushImage(name, 'amd64', 'a'), await user.pushImage(name, 'arm64', 'b')];
    const index = indexOf(digests);
    expect((await user.putManifest(name, 'v1', index)).status).toBe(201);
    const accept = `${ociIndex}, ${ociImage}`;
    const got = await user.send('GET', `${manifests}/v1`, { headers: { accept } });
    expect(got).toMatchObject({ text: index, headers: { 'content-type': ociIndex } });
  });

  it('that names an image that is not there is refused as docker shows it', async () => {
    const digest = digestOf('none');
    expect((await user.putManifest(name, 'v1', indexOf([digest]))).error).toEqual({
      code: 'MANIFEST_BLOB_UNKNOWN',
      message: `Images with digests '[${digest}]' required for pushing image into repository with name 'shop/web' in the registry with id '123456789012' do not exist`,
    });
  });
});

describe('a client that does not understand every format', () => {
  const get = (reference: string, accept: string) =>
    user.send('GET', `${manifests}/${reference}`, { headers: { accept } });

  it('gets the image for linux/amd64 out of an index, by tag', async () => {
    const digests = [await user.pushImage(name, 'amd64', 'a'), await user.pushImage(name, 'arm64', 'b')];
    const { manifests: children, ...rest } = JSON.parse(indexOf(digests)) as { manifests: unknown[] };
    const index = JSON.stringify({ ...rest, manifests: children.reverse() });
    await user.putManifest(name, 'v1', index);
    expect((await get('v1', ociImage)).headers['docker-content-digest']).toBe(digests[0]);
    expect((await get(digestOf(index), ociImage)).headers['content-type']).toBe(ociIndex);
  });

  it('gets what it understands translated from the other format, by tag', async () => {
    const oci = await user.pushParts(name, 'a');
    const docker = await user.pushParts(name, 'a', dockerImage);
    await user.putManifest(name, 'oci', oci);
    await user.putManifest(name, 'docker', docker);
    for (const [tag, type, wanted] of [
      ['oci', dockerImage, docker],
      ['docker', ociImage, oci],
    ] as const) {
      const { text, headers } = await get(tag, type);
      expect(JSON.parse(text)).toEqual(JSON.parse(wanted));
      expect(headers).toMatchObject({ 'content-type': type, 'docker-content-digest': digestOf(text) });
    }
    expect((await get(digestOf(oci), dockerImage)).text).toBe(oci);
  });

  it.each(['*/*', `application/json;q=0.5, ${ociImage};q=0.1`, 'application/json'])(
    'that accepts %s gets the manifest as it is',
    async (accept) => {
      const digest = await user.pushImage(name, 'v1', 'a');
      expect((await get('v1', accept)).headers['docker-content-digest']).toBe(digest);
    },
  );
});

describe('an artifact about an image', () => {
  it('is found by the image that it is about, and by its kind', async () => {
    const image = await user.pushImage(name, 'v1', 'a');
    const artifact = async (artifactType: string): Promise<string> => {
      const manifest = JSON.parse(await user.pushParts(name, artifactType)) as object;
      const subject = { mediaType: ociImage, digest: image, size: 1 };
      const text = JSON.stringify({ ...manifest, artifactType, subject, annotations: { for: artifactType } });
      const put = await user.putManifest(name, digestOf(text), text);
      expect(put.headers['oci-subject']).toBe(image);
      return digestOf(text);
    };
    const signature = await artifact('application/vnd.example.signature');
    const notes = await artifact('application/vnd.example.notes');
    const all = await user.send('GET', `/v2/${name}/referrers/${image}`);
    expect(all.headers['content-type']).toBe(ociIndex);
    const { manifests: found } = JSON.parse(all.text) as { manifests: { digest: string }[] };
    expect(found.map(({ digest }) => digest)).toEqual([signature, notes]);
    const some = await user.send(
      'GET',
      `/v2/${name}/referrers/${image}?artifactType=application/vnd.example.notes`,
    );
    expect(some.headers['oci-filters-applied']).toBe('artifactType');
    expect(JSON.parse(some.text)).toMatchObject({
      manifests: [{ digest: notes, annotations: { for: 'application/vnd.example.notes' } }],
    });
    expect(JSON.parse((await user.send('GET', `/v2/${name}/referrers/${notes}`)).text)).toMatchObject({
      manifests: [],
    });
  });
});

describe('the tags of a repository', () => {
  beforeEach(async () => {
    const manifest = await user.pushParts(name, 'a');
    for (const tag of ['c', 'a', 'd', 'b']) await user.putManifest(name, tag, manifest);
  });

  it('are listed in order', async () => {
    const { text } = await user.send('GET', `/v2/${name}/tags/list`);
    expect(JSON.parse(text)).toEqual({ name, tags: ['a', 'b', 'c', 'd'] });
  });

  it('come in pages that name the next one', async () => {
    const seen: string[] = [];
    let next: string | undefined = `/v2/${name}/tags/list?n=3`;
    while (next !== undefined) {
      const { text, headers } = await user.send('GET', next);
      seen.push((JSON.parse(text) as { tags: string[] }).tags.join(''));
      next = /^<(.+)>; rel="next"$/.exec(headers['link'] ?? '')?.[1];
    }
    expect(seen).toEqual(['abc', 'd']);
  });

  it('are not listed in pages of no number', async () => {
    expect((await user.send('GET', `/v2/${name}/tags/list?n=few`)).error?.code).toBe(
      'PAGINATION_NUMBER_INVALID',
    );
  });
});

it('lists its repositories', async () => {
  createRepository(sandbox, 'base/image');
  const { text } = await user.send('GET', '/v2/_catalog');
  expect(JSON.parse(text)).toEqual({ repositories: ['base/image', name] });
});
