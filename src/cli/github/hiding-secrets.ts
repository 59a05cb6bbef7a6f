import type { GatePorts, HttpQuestion } from '../../gates/gate-context.ts';
import type { Engine } from '../../images/engines/engine.ts';
import type { ImageContext } from '../../images/image-context.ts';
import type { ImageSettings } from '../../model/image-settings.ts';
import { secretValues } from '../../model/mask-text.ts';

/** The ways by which secrets come into this process. */
type SecretPorts = Pick<ImageContext, 'loginOf' | 'openEngine'> & Pick<GatePorts, 'askHttp'>;

/**
 * The same ports, which tell `hide` each secret before anybody uses it: logins to registries, secrets of a build, what an http gate sends
 * along. The runner then hides it in the whole log of the job, whoever prints it.
 */
export function hidingSecrets(
  { loginOf, openEngine, askHttp }: SecretPorts,
  hide: (values: readonly string[]) => void,
  environment: NodeJS.ProcessEnv,
): SecretPorts {
  return {
    loginOf: async (registry) => {
      const login = await loginOf(registry);
      if (login !== undefined) hide(spellings(login));
      return login;
    },
    openEngine: async (settings) => {
      hide(await buildSecrets(settings, environment));
      return hidingLogins(await openEngine(settings), hide);
    },
    askHttp: async (question) => {
      hide(secretsIn(question));
      return await askHttp(question);
    },
  };
}

function hidingLogins(engine: Engine, hide: (values: readonly string[]) => void): Engine {
  return {
    description: engine.description,
    labelsOf: (reference) => engine.labelsOf(reference),
    build: (order, watch) => engine.build(order, watch),
    push: (reference, watch) => engine.push(reference, watch),
    login: async (login) => {
      hide(spellings(login));
      await engine.login(login);
    },
    close: () => engine.close(),
  };
}

/** As a person types it, and as it goes into a header or a file of docker. */
function spellings({
  username,
  password,
}: {
  readonly username: string;
  readonly password: string;
}): string[] {
  return [password, Buffer.from(`${username}:${password}`).toString('base64')];
}

/** Those that are there: what is missing the build itself refuses, with words for it. */
async function buildSecrets({ secrets }: ImageSettings, environment: NodeJS.ProcessEnv): Promise<string[]> {
  if (secrets.length === 0) return [];
  const { readSecrets } = await import('../../images/engines/docker/read-secrets.ts');
  return secrets.flatMap((secret) => {
    try {
      return readSecrets([secret], environment).map(({ value }) => value);
    } catch {
      return [];
    }
  });
}

/** Of its headers and its address: `?token=…`, and the password before a host. */
function secretsIn({ headers, url }: HttpQuestion): string[] {
  const query = URL.canParse(url) ? [...new URL(url).searchParams] : [];
  const held = secretValues([...Object.entries(headers), ['url', url], ...query]);
  return held.flatMap((value) => [value, ...withoutScheme(value)]);
}

/** `Bearer abc` is sent, and `abc` is the secret. */
function withoutScheme(value: string): string[] {
  const [, token] = /^\w+ (\S+)$/.exec(value) ?? [];
  return token === undefined ? [] : [token];
}
