import { createHash } from 'node:crypto';
import { issueToken } from '../../../src/sandbox/ecr/authorization.ts';
import { ecrOperations } from '../../../src/sandbox/ecr/operations/index.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { textOf } from '../../../src/sandbox/wire.ts';
import type { World } from '../../../src/sandbox/world.ts';

export const ociImage = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
export const dockerImage = 'application/vnd.docker.distribution.manifest.v2+json';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'AKIATEST' };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The first error, in the registry's form. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Somebody who talks to a sandbox's registry in process, logged in unless said otherwise. */
export class RegistryUser {
  readonly sandbox: Sandbox;
  authorization: string | undefined;

  constructor(sandbox: Sandbox, region = sandbox.region) {
    this.sandbox = sandbox;
    this.logIn(sandbox.worldOf(region));
  }

  logIn(world: World): void {
    this.authorization = basic(issueToken(world).password);
  }

  async send(method: string, target: string, { headers = {}, body = '' }: Sent = {}): Promise<Answer> {
    const [path = '', query = ''] = target.split('?', 2);
    const answer = await this.sandbox.registry({
      method,
      path,
      query: new URLSearchParams(query),
      headers: { authorization: this.authorization, ...headers },
      body,
    });
    const text = textOf(answer.body);
    return { status: answer.status, headers: answer.headers, text, error: errorIn(text) };
  }

  /** Pushes a blob in one go; returns its digest. */
  async pushBlob(name: string, content: string | Uint8Array): Promise<string> {
    const digest = digestOf(content);
    const { headers } = await this.send('POST', `/v2/${name}/blobs/uploads/`);
    const { status } = await this.send('PUT', `${headers['location']}?digest=${digest}`, { body: content });
    if (status !== 201) throw new Error(`the blob was answered with ${status}`);
    return digest;
  }

  putManifest(name: string, reference: string, manifest: string, mediaType?: string): Promise<Answer> {
    const type = mediaType ?? String((JSON.parse(manifest) as { mediaType?: unknown }).mediaType);
    return this.send('PUT', `/v2/${name}/manifests/${reference}`, {
      headers: { 'content-type': type },
      body: manifest,
    });
  }

  /** Pushes a whole image whose content is this text; returns its digest. */
  async pushImage(name: string, tag: string, content: string): Promise<string> {
    const manifest = await this.pushParts(name, content);
    const { status } = await this.putManifest(name, tag, manifest);
    if (status !== 201) throw new Error(`the manifest was answered with ${status}`);
    return digestOf(manifest);
  }

  /** Pushes config and layer of an image; returns the manifest that names them. */
  async pushParts(name: string, content: string, mediaType = ociImage): Promise<string> {
    const layer = `layer of ${content}`;
    const config = JSON.stringify({ os: 'linux', architecture: 'amd64', content });
    await this.pushBlob(name, layer);
    await this.pushBlob(name, config);
    return manifestOf(config, layer, mediaType);
  }
}

/** A manifest of one config and one layer, in OCI's format or in Docker's. */
export function manifestOf(config: string, layer: string, mediaType = ociImage): string {
  const isOci = mediaType === ociImage;
  return JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: {
      mediaType: isOci
        ? 'application/vnd.oci.image.config.v1+json'
        : 'application/vnd.docker.container.image.v1+json',
      digest: digestOf(config),
      size: config.length,
    },
    layers: [
      {
        mediaType: isOci
          ? 'application/vnd.oci.image.layer.v1.tar+gzip'
          : 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        digest: digestOf(layer),
        size: layer.length,
      },
    ],
  });
}

/** An index of images, the first one for linux/amd64 and the others for linux/arm64. */
export function indexOf(digests: readonly string[]): string {
  const manifests = digests.map((digest, position) => ({
    mediaType: ociImage,
    digest,
    size: 1,
    platform: { os: 'linux', architecture: position === 0 ? 'amd64' : 'arm64' },
  }));
  return JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests });
}

export function createRepository(
  sandbox: Sandbox,
  repositoryName: string,
  options: { immutable?: boolean; region?: string } = {},
): void {
  const world = sandbox.worldOf(options.region ?? sandbox.region);
  const imageTagMutability = options.immutable === true ? 'IMMUTABLE' : 'MUTABLE';
  ecrOperations.CreateRepository(world, { repositoryName, imageTagMutability }, caller);
}

export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

export function basic(password: string, user = 'AWS'): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function errorIn(text: string): Answer['error'] {
  if (!text.startsWith('{"errors"')) return undefined;
  return (JSON.parse(text) as { errors: NonNullable<Answer['error']>[] }).errors[0];
}
