import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RegistryCredentials } from '../../aws/repositories.ts';
import type { Clock } from '../../model/clock.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { Variables } from '../../model/interpolation.ts';
import { run } from '../program/run.ts';
import { loginKeyOf } from './docker-hub.ts';

export interface LoginOptions {
  readonly clock: Clock;
  readonly environment: Variables;
}

/** The parts of docker's `config.json` that hold logins. */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: unknown }>>;
  readonly credHelpers?: Readonly<Record<string, unknown>>;
  readonly credsStore?: unknown;
}

class HelperFailed extends EcsdeployError {
  constructor(helper: string, registry: string, why: string) {
    super({
      code: 'credentials.helper_failed',
      message: `docker's credential helper ${helper} gave no login for ${registry}: ${why}`,
      suggestions: [`Log in again: docker login ${registry}`],
      details: { helper, registry },
    });
  }
}

/**
 * The login that docker has for a registry: from a credential helper of its own, from the store of all of them, or from the
 * file itself. Undefined where there is none, which a public registry does not mind.
 * https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export async function dockerLogin(
  registry: string,
  options: LoginOptions,
): Promise<RegistryCredentials | undefined> {
  const config = await readConfig(options.environment);
  const key = loginKeyOf(registry);
  const helper = config.credHelpers?.[key] ?? config.credsStore;
  if (typeof helper === 'string' && helper !== '') return await fromHelper(helper, key, options);
  const auth = config.auths?.[key]?.auth ?? config.auths?.[`https://${registry}`]?.auth;
  return typeof auth === 'string' ? fromAuth(auth) : undefined;
}

async function readConfig(environment: Variables): Promise<DockerConfig> {
  const folder = environment['DOCKER_CONFIG'] ?? path.join(environment['HOME'] ?? os.homedir(), '.docker');
  try {
    const parsed: unknown = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    // No file, or one that docker itself could not read either: nobody is logged in.
    return {};
  }
}

/** The protocol of docker-credential-helpers: the registry on standard input, JSON on standard output. */
async function fromHelper(
  helper: string,
  registry: string,
  { clock, environment }: LoginOptions,
): Promise<RegistryCredentials | undefined> {
  const program = `docker-credential-${helper}`;
  const { exitCode, stdout } = await run(program, ['get'], { clock, environment, input: registry });
  if (exitCode !== 0) {
    if (/credentials not found/i.test(stdout)) return undefined;
    throw new HelperFailed(program, registry, stdout.trim().split('\n')[0] ?? '');
  }
  try {
    const { Username: username, Secret: password } = JSON.parse(stdout) as {
      Username?: unknown;
      Secret?: unknown;
    };
    if (typeof username === 'string' && typeof password === 'string') return { username, password };
  } catch {
    // What it printed may hold a secret: it is not shown.
  }
  throw new HelperFailed(program, registry, 'it printed no user and secret');
}

function fromAuth(auth: string): RegistryCredentials | undefined {
  const decoded = Buffer.from(auth, 'base64').toString();
  const colon = decoded.indexOf(':');
  return colon < 1 ? undefined : { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
