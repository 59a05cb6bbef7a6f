import { createHash } from 'node:crypto';
import type { BuildOrder, Engine, RegistryLogin, Watch } from '../../src/images/engines/engine.ts';
import { pushFailure } from '../../src/images/engines/docker/push-failure.ts';
import { PushUnauthorized, TagTaken } from '../../src/images/engines/push-errors.ts';
import type { EcsdeployError } from '../../src/model/error.ts';
import type { RegistryTransport } from '../../src/images/registry/transport.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';

export interface EngineScript {
  /** What the built images are for. */
  readonly platform?: string;
  /** Called instead of a build. */
  readonly onBuild?: (order: BuildOrder, watch: Watch) => Promise<void>;
  /** The first so many pushes are refused, as with a token that has expired. */
  readonly refusedPushes?: number;
  readonly beforePush?: () => Promise<void>;
}

/** The engines that a release opened, and what they were asked. */
export interface EngineRecord {
  readonly builds: BuildOrder[];
  readonly pushes: string[];
  readonly logins: RegistryLogin[];
  opened: number;
  closed: number;
}

/** How registries are read in a rehearsal: the sandbox's, without a socket. */
export function registryOf(sandbox: Sandbox): RegistryTransport {
  return async ({ method, url, headers }) => {
    const { pathname, searchParams } = new URL(url);
    const request = { method, path: pathname, query: searchParams, headers, body: '' };
    const { status, headers: answered, body } = await sandbox.registry(request);
    return { status, headers: answered, body: Buffer.from(body) };
  };
}

/**
 * An engine without containers: what it builds is an image of one layer, which differs from build to build as a real one's does,
 * and it pushes to the sandbox's registry by the protocol that docker speaks.
 */
export class RehearsedEngine implements Engine {
  readonly description = {
    program: 'rehearsed',
    path: '/nowhere/rehearsed',
    clientVersion: '1',
    serverVersion: '1',
    builder: 'buildkit',
    platform: 'linux/amd64',
  } as const;
  readonly #sandbox: Sandbox;
  readonly #script: EngineScript;
  readonly #record: EngineRecord;
  readonly #images: Map<string, BuildOrder>;
  readonly #number: number;
  #refusals: number;
  #authorization = '';

  /** @param images what the engine's store holds, shared by all that a machine opens */
  constructor(sandbox: Sandbox, record: EngineRecord, images: Map<string, BuildOrder>, script: EngineScript) {
    this.#sandbox = sandbox;
    this.#record = record;
    this.#images = images;
    this.#script = script;
    this.#refusals = script.refusedPushes ?? 0;
    this.#number = ++record.opened;
  }

  labelsOf(reference: string): Promise<Readonly<Record<string, string>> | undefined> {
    return Promise.resolve(this.#images.get(reference)?.labels);
  }

  async build(order: BuildOrder, watch: Watch): Promise<void> {
    this.#record.builds.push(order);
    watch.onLine('Step 1/1 : FROM scratch');
    await this.#script.onBuild?.(order, watch);
    this.#images.set(order.reference, order);
  }

  async push(reference: string, watch: Watch): Promise<void> {
    this.#record.pushes.push(reference);
    watch.onLine(`The push refers to ${reference}`);
    await this.#script.beforePush?.();
    if (this.#refusals-- > 0) {
      throw new PushUnauthorized(reference, 'expired', 'Your authorization token has expired.');
    }
    const order = this.#images.get(reference);
    if (order === undefined) throw new Error(`no image ${reference}`);
    const [, name = '', tag = ''] = /^[^/]+\/(.+):([^:]+)$/.exec(reference) ?? [];
    const [os, architecture] = (this.#script.platform ?? 'linux/amd64').split('/');
    // No two builds are alike to the byte: dates differ.
    const built = `engine ${this.#number}, build ${this.#record.builds.length}`;
    const config = await this.#blob(reference, name, {
      os,
      architecture,
      built,
      config: { Labels: order.labels },
    });
    const layer = await this.#blob(reference, name, { layer: built });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...config },
      layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', ...layer }],
    });
    const { status, body } = await this.#put(`/v2/${name}/manifests/${tag}`, manifest);
    if (status === 400 && Buffer.from(body).includes('TAG_INVALID')) {
      throw new TagTaken(reference, 'tag invalid');
    }
    if (status !== 201) throw refused(reference, 'PUT', { status, body });
  }

  login({ registry, username, password }: RegistryLogin): Promise<void> {
    this.#record.logins.push({ registry, username, password });
    this.#authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#record.closed++;
    return Promise.resolve();
  }

  /** As docker pushes a layer: asks for it, and uploads it in pieces. */
  async #blob(reference: string, name: string, content: object): Promise<{ digest: string; size: number }> {
    const body = JSON.stringify(content);
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    const none = new URLSearchParams();
    const ask = await this.#send('HEAD', `/v2/${name}/blobs/${digest}`, '', none);
    if (ask.status !== 404) throw refused(reference, 'HEAD', ask);
    const begun = await this.#send('POST', `/v2/${name}/blobs/uploads/`, '', none);
    if (begun.status !== 202) throw refused(reference, 'POST', begun);
    const upload = new URL(begun.headers['location'] ?? '', 'http://registry').pathname;
    const sent = await this.#send('PATCH', upload, body, none);
    if (sent.status !== 202) throw refused(reference, 'PATCH', sent);
    const ended = await this.#send('PUT', upload, '', new URLSearchParams({ digest }));
    if (ended.status !== 201) throw refused(reference, 'PUT', ended);
    return { digest, size: Buffer.byteLength(body) };
  }

  #put(path: string, body: string) {
    return this.#send('PUT', path, body, new URLSearchParams());
  }

  #send(method: string, path: string, body: string, query: URLSearchParams) {
    const headers = {
      authorization: this.#authorization,
      'content-type': method === 'PUT' ? manifestType : 'application/octet-stream',
    };
    return this.#sandbox.registry({ method, path, query, headers, body });
  }
}

/** As docker says it: with the words of the registry, of which an answer to HEAD has none. */
function refused(
  reference: string,
  method: string,
  { status, body }: { readonly status: number; readonly body: string | Uint8Array },
): EcsdeployError {
  const text = Buffer.from(body).toString();
  const [, message] = /"message":"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  return pushFailure(
    reference,
    message === undefined ? `unexpected status from ${method} request: ${status}` : `denied: ${message}`,
    [],
  );
}
