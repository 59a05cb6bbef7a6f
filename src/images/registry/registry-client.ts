import { createHash } from 'node:crypto';
import { backOff } from '../../aws/call.ts';
import type { RegistryCredentials } from '../../aws/repositories.ts';
import type { Clock } from '../../model/clock.ts';
import { seconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';
import { readChallenge, tokenUrl } from './challenge.ts';
import { hostOf } from './docker-hub.ts';
import { NotAnImage, RegistryRefused, RegistryUnavailable } from './errors.ts';
import { manifestTypes, readImageConfig, readManifest, type ImageConfig } from './manifest.ts';
import type { RegistryRequest, RegistryResponse, RegistryTransport } from './transport.ts';

/** An image as its registry holds it. */
export interface RemoteImage {
  /** Of what the tag names: the index, where it is one. */
  readonly digest: string;
  /** `linux/amd64`, one for each image of an index. */
  readonly platforms: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface RegistryAccess {
  readonly transport: RegistryTransport;
  readonly clock: Clock;
  readonly random: () => number;
  /** `host[:port]` */
  readonly registry: string;
  readonly credentials?: RegistryCredentials | undefined;
  /** The credentials are a token of ECR: what they allow, IAM says. */
  readonly isEcr?: boolean | undefined;
}

const answerWithin = seconds(20);
const attemptsAtMost = 4;

/**
 * Reads images from a registry of the OCI distribution API: what a tag stands for is the registry's to say, whatever an engine
 * thinks that it pushed. https://github.com/opencontainers/distribution-spec
 */
export class RegistryClient {
  readonly #access: RegistryAccess;
  #authorization: string | undefined;

  constructor(access: RegistryAccess) {
    this.#access = access;
    const { credentials } = access;
    if (credentials !== undefined) this.#authorization = basic(credentials);
  }

  /**
   * @param reference a tag or a digest
   * @returns undefined where the registry has no such image
   * @throws RegistryRefused, RegistryUnavailable, NotAnImage
   */
  async image(name: string, reference: string): Promise<RemoteImage | undefined> {
    const root = await this.#manifest(name, reference);
    if (root === undefined) return undefined;
    const label = `${name}${reference.includes(':') ? '@' : ':'}${reference}`;
    const digest = digestOf(root.body);
    const manifest = readManifest(root.body);
    if (manifest === undefined) throw new NotAnImage(label, 'it has no manifest that names layers or images');
    if (manifest.kind === 'bare') return { digest, platforms: [], labels: {} };
    if (manifest.kind === 'image') {
      const config = await this.#config(name, manifest.config, label);
      return { digest, platforms: [config.platform], labels: config.labels };
    }
    const [first] = manifest.children;
    if (first === undefined) throw new NotAnImage(label, 'its index names no image for any platform');
    // All children come from one build; their labels are the same.
    const child = await this.#child(name, first.digest, label);
    const platforms = manifest.children.map(({ platform }) => platform ?? child.platform);
    return { digest, platforms, labels: child.labels };
  }

  async #child(name: string, digest: string, label: string): Promise<ImageConfig> {
    const response = await this.#manifest(name, digest);
    const manifest = response === undefined ? undefined : readManifest(response.body);
    if (manifest?.kind !== 'image')
      throw new NotAnImage(label, `its index names ${digest}, which is no image`);
    return await this.#config(name, manifest.config, label);
  }

  async #manifest(name: string, reference: string): Promise<RegistryResponse | undefined> {
    const response = await this.#get(name, `manifests/${reference}`, { accept: manifestTypes.join(', ') });
    return response.status === 404 ? undefined : response;
  }

  async #config(name: string, digest: string, label: string): Promise<ImageConfig> {
    const { status, body } = await this.#get(name, `blobs/${digest}`, {});
    if (status === 404) throw new NotAnImage(label, `its configuration ${digest} is not there`);
    const config = readImageConfig(body);
    if (config === undefined) throw new NotAnImage(label, 'its configuration names no platform');
    return config;
  }

  /** A 200 or a 404; everything else is thrown. */
  async #get(
    name: string,
    what: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<RegistryResponse> {
    const { registry, clock, random } = this.#access;
    const url = `${schemeOf(registry)}://${hostOf(registry)}/v2/${name}/${what}`;
    let hasAuthorized = false;
    for (let attempt = 1; ; attempt++) {
      let failure: { why: string; cause?: unknown };
      try {
        const response = await this.#send(url, headers);
        const { status } = response;
        if (status === 200 || status === 404) return response;
        if (status === 401 && !hasAuthorized && (await this.#authorize(name, response))) {
          hasAuthorized = true;
          continue;
        }
        if (status === 401 || status === 403) {
          throw new RegistryRefused(registry, name, saidBy(response), this.#access.isEcr ?? false);
        }
        failure = { why: saidBy(response) };
        if (status !== 429 && status < 500) throw new RegistryUnavailable(registry, failure.why, attempt);
      } catch (error) {
        if (error instanceof EcsdeployError) throw error;
        failure = { why: wordsOf(error), cause: error };
      }
      if (attempt >= attemptsAtMost) {
        throw new RegistryUnavailable(registry, failure.why, attempt, failure.cause);
      }
      await clock.sleep(backOff(attempt, random()));
    }
  }

  /** Gets what the registry asks for; false where asking again would end the same. */
  async #authorize(name: string, refusal: RegistryResponse): Promise<boolean> {
    const challenge = readChallenge(refusal.headers['www-authenticate']);
    if (challenge?.kind !== 'bearer') return false;
    const scope = challenge.scope ?? `repository:${name}:pull`;
    const { credentials } = this.#access;
    const response = await this.#send(
      tokenUrl({ ...challenge, scope }),
      credentials === undefined ? {} : { authorization: basic(credentials) },
      false,
    );
    const token = tokenFrom(response);
    if (token === undefined) return false;
    this.#authorization = `Bearer ${token}`;
    return true;
  }

  async #send(
    url: string,
    headers: Readonly<Record<string, string>>,
    authorized = true,
  ): Promise<RegistryResponse> {
    const { transport, clock } = this.#access;
    const deadline = new AbortController();
    const request: RegistryRequest = {
      method: 'GET',
      url,
      headers:
        authorized && this.#authorization !== undefined
          ? { ...headers, authorization: this.#authorization }
          : headers,
      signal: deadline.signal,
    };
    const answered = new AbortController();
    const tooLate = clock.sleep(answerWithin, answered.signal).then(
      () => {
        const error = new Error(`no answer within ${answerWithin / 1_000} s`);
        deadline.abort(error);
        throw error;
      },
      () => new Promise<never>(() => undefined),
    );
    try {
      return await Promise.race([transport(request), tooLate]);
    } finally {
      answered.abort('answered in time');
    }
  }
}

/** As docker does it: a registry on this machine speaks plain HTTP. */
function schemeOf(registry: string): 'http' | 'https' {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(registry) ? 'http' : 'https';
}

function basic({ username, password }: RegistryCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function digestOf(body: Uint8Array): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

function tokenFrom({ status, body }: RegistryResponse): string | undefined {
  if (status !== 200) return undefined;
  try {
    const { token, access_token: accessToken } = JSON.parse(Buffer.from(body).toString()) as {
      token?: unknown;
      access_token?: unknown;
    };
    const given = token ?? accessToken;
    return typeof given === 'string' ? given : undefined;
  } catch {
    return undefined;
  }
}

/** The registry's own sentence, or its status. */
function saidBy({ status, body }: RegistryResponse): string {
  try {
    const { errors } = JSON.parse(Buffer.from(body).toString()) as {
      errors?: readonly { message?: unknown }[];
    };
    const message = errors?.[0]?.message;
    if (typeof message === 'string' && message !== '') return `${message} (HTTP ${status})`;
  } catch {
    // A proxy's page, or nothing at all.
  }
  return `HTTP ${status}`;
}

// fetch says "fetch failed" and keeps the reason in its cause.
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
