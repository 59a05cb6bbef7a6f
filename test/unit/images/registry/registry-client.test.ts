import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { RegistryClient } from '../../../../src/images/registry/registry-client.ts';
import type { RegistryRequest, RegistryResponse } from '../../../../src/images/registry/transport.ts';

const labels = { 'ecsdeploy.recipe': 'sha256:1' };
const config = blob({ os: 'linux', architecture: 'arm64', variant: 'v8', config: { Labels: labels } });
const image = blob({ schemaVersion: 2, config: { digest: config.digest } });
const attestation = blob({ schemaVersion: 2, config: { digest: 'sha256:none' } });
const index = blob({
  schemaVersion: 2,
  manifests: [
    { digest: image.digest, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
    { digest: attestation.digest, platform: { os: 'unknown', architecture: 'unknown' } },
  ],
});

describe('what a registry says of an image', () => {
  it('gives the digest of the bytes, the platform and the labels', async () => {
    const registry = aRegistry({ 'manifests/1': image, [`blobs/${config.digest}`]: config });

    expect(await registry.client().image('shop/web', '1')).toEqual({
      digest: image.digest,
      platforms: ['linux/arm64/v8'],
      labels,
    });
  });

  it('gives the digest of an index, and the platforms of the images in it but not of attestations', async () => {
    const registry = aRegistry({
      'manifests/1': index,
      [`manifests/${image.digest}`]: image,
      [`blobs/${config.digest}`]: config,
    });

    expect(await registry.client().image('shop/web', '1')).toEqual({
      digest: index.digest,
      platforms: ['linux/arm64/v8'],
      labels,
    });
  });

  it('knows no image where the registry has none', async () => {
    expect(await aRegistry({}).client().image('shop/web', '1')).toBeUndefined();
  });

  it('knows no platform of a manifest without a configuration', async () => {
    const bare = blob({ schemaVersion: 2, config: {}, layers: [] });

    expect(await aRegistry({ 'manifests/1': bare }).client().image('shop/web', '1')).toEqual({
      digest: bare.digest,
      platforms: [],
      labels: {},
    });
  });

  it('says who refused when a login is missing', async () => {
    const registry = aRegistry({ 'manifests/1': image }, { login: 'Basic bm9ib2R5OnNlY3JldA==' });

    await expect(registry.client().image('shop/web', '1')).rejects.toMatchObject({
      code: 'credentials.registry_refused',
      suggestions: ['Log in: docker login registry.example'],
    });
  });

  it('exchanges a login for a token where the registry asks for one', async () => {
    const registry = aRegistry(
      { 'manifests/1': image, [`blobs/${config.digest}`]: config },
      {
        login: 'Bearer t0ken',
        challenge: 'Bearer realm="https://auth.example/token",service="registry.example"',
      },
    );
    const client = registry.client({ username: 'ann', password: 'secret' });

    expect((await client.image('shop/web', '1'))?.digest).toBe(image.digest);
    expect(registry.requests.map(({ url }) => url)).toContain(
      'https://auth.example/token?service=registry.example&scope=repository%3Ashop%2Fweb%3Apull',
    );
    const asked = registry.requests.find(({ url }) => url.startsWith('https://auth.example'));
    expect(asked?.headers['authorization']).toBe(`Basic ${Buffer.from('ann:secret').toString('base64')}`);
  });

  it('asks again where the registry fails for a moment, and gives up with its words', async () => {
    const flaky = aRegistry({ 'manifests/1': image, [`blobs/${config.digest}`]: config }, { failures: 2 });
    expect((await flaky.client().image('shop/web', '1'))?.digest).toBe(image.digest);

    const broken = aRegistry({}, { failures: 99 });
    await expect(broken.client().image('shop/web', '1')).rejects.toMatchObject({
      code: 'aws.registry_unavailable',
      message:
        'the registry registry.example gave no answer that could be used, in 4 attempts: toomanyrequests: Rate exceeded (HTTP 429)',
    });
  });

  it('finds Docker Hub where it answers, not where its name says', async () => {
    const hub = aRegistry(
      { 'manifests/1': image, [`blobs/${config.digest}`]: config },
      { host: 'docker.io' },
    );

    await hub.client().image('shop/web', '1');

    expect(hub.requests[0]?.url).toBe('https://registry-1.docker.io/v2/shop/web/manifests/1');
  });

  it('speaks plain HTTP only to this machine', async () => {
    const far = aRegistry({});
    await far.client().image('web', '1');
    const near = aRegistry({}, { host: '127.0.0.1:5000' });
    await near.client().image('web', '1');

    expect(far.requests[0]?.url).toBe('https://registry.example/v2/web/manifests/1');
    expect(near.requests[0]?.url).toBe('http://127.0.0.1:5000/v2/web/manifests/1');
  });
});

interface Blob {
  readonly digest: string;
  readonly body: Uint8Array;
}

function blob(content: object): Blob {
  const body = Buffer.from(JSON.stringify(content));
  return { digest: `sha256:${createHash('sha256').update(body).digest('hex')}`, body };
}

interface Manners {
  readonly host?: string;
  /** The Authorization that is wanted. */
  readonly login?: string;
  readonly challenge?: string;
  /** How many answers are 429 first. */
  readonly failures?: number;
}

/** A registry that holds some things, each at its path. */
function aRegistry(content: Readonly<Record<string, Blob>>, manners: Manners = {}) {
  const requests: RegistryRequest[] = [];
  let failures = manners.failures ?? 0;
  const answer = (request: RegistryRequest): RegistryResponse => {
    requests.push(request);
    if (request.url.startsWith('https://auth.example/')) return reply(200, { token: 't0ken' });
    if (failures-- > 0) return reply(429, { errors: [{ message: 'toomanyrequests: Rate exceeded' }] });
    if (manners.login !== undefined && request.headers['authorization'] !== manners.login) {
      return {
        ...reply(401, { errors: [{ message: 'authentication required' }] }),
        headers: { 'www-authenticate': manners.challenge ?? 'Basic realm="registry"' },
      };
    }
    const [, path = ''] = /\/v2\/(?:shop\/)?web\/(.*)$/.exec(request.url) ?? [];
    const found = content[path];
    return found === undefined ? reply(404, {}) : { status: 200, headers: {}, body: found.body };
  };
  const client = (credentials?: { username: string; password: string }) =>
    new RegistryClient({
      transport: (request) => Promise.resolve(answer(request)),
      clock: { now: () => 0, sleep: sleepless },
      random: () => 0.5,
      registry: manners.host ?? 'registry.example',
      credentials,
    });
  return { requests, client };
}

// Time-outs never come, waits are over at once.
function sleepless(_milliseconds: number, signal?: AbortSignal): Promise<void> {
  return signal === undefined ? Promise.resolve() : new Promise(() => undefined);
}

function reply(status: number, content: object): RegistryResponse {
  return { status, headers: {}, body: Buffer.from(JSON.stringify(content)) };
}
